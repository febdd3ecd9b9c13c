"""The invoice of a change of plan that does not happen is void."""

from foyer_shared.contracts.invoicing import InvoiceVoided
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.void_invoice import may_be_void, void_invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.told import invoice_data


async def void_plan_change_invoice(work: Work, change_id: str) -> None:
    """Unless something of it was paid. Raises NotYet while the change itself is on its way."""
    invoices = Invoices(work.session)
    invoice = await invoices.find_of_change_for_update(work.scope, change_id)
    if invoice is None:
        raise NotYet(f"the invoice of {change_id} has not been made")
    if not may_be_void(invoice):
        return
    void = void_invoice(invoice)
    await invoices.save(void)
    work.announce(
        InvoiceVoided(invoice=invoice_data(void)),
        subject=void.id,
        version=void.version,
        customer_id=void.customer_id,
    )

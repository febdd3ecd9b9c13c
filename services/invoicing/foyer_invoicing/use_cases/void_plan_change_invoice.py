"""The invoice of a change of plan that does not happen is void, or what was paid of it is given back."""

from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.domain.void_invoice import may_be_void
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.void_invoice import void_invoice


async def void_plan_change_invoice(work: Work, change_id: str, *, reason: str) -> None:
    """Once something of it was paid, a credit note takes its place, and the money becomes balance.

    Raises NotYet while the change itself is on its way.
    """
    invoice = await Invoices(work.session).find_of_change(work.scope, change_id)
    if invoice is None:
        raise NotYet(f"the invoice of {change_id} has not been made")
    if may_be_void(invoice):
        await void_invoice(work, invoice.id)
    elif invoice.status is not InvoiceStatus.VOID and invoice.credited < invoice.totals.total:
        await credit_invoice(work, invoice.id, reason=reason, credit_to=CreditTo.BALANCE)

"""An invoice is locked to move money of it, behind the lock of its customer's balance."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.invoices import Invoices


async def lock_invoice(work: Work, invoice_id: str) -> Invoice:
    """Until the end of the work; raises InvoiceNotFound."""
    invoices = Invoices(work.session)
    found = await invoices.get(work.scope, invoice_id)
    await Balances(work.session).lock(work.scope, found.customer_id, found.open.currency)
    return await invoices.get_for_update(work.scope, invoice_id)

"""An invoice that is collected automatically is charged for as soon as it is final."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus
from foyer_invoicing.domain.retry_schedule import Collecting
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.use_cases.told import announce_payment_due


async def begin_collecting(work: Work, invoice: Invoice) -> None:
    """Ask for the first attempt, in the transaction that makes the invoice final."""
    if invoice.collection is Collection.AUTOMATIC and invoice.status is InvoiceStatus.OPEN:
        collecting = Collecting(invoice_id=invoice.id)
        await Collectings(work.session).add(collecting, invoice)
        announce_payment_due(work, invoice, attempt=collecting.attempt)

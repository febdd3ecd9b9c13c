"""One invoice with all that is shown of it."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.payment import Payment
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.payments import Payments


async def read_invoice(
    work: Work, invoice_id: str
) -> tuple[Invoice, tuple[TaxedLine, ...], tuple[Payment, ...]]:
    """The invoice, its lines, and its payments, the oldest first; raises InvoiceNotFound."""
    invoice, lines = await Invoices(work.session).get_with_lines(work.scope, invoice_id)
    payments = await Payments(work.session).list_of(work.scope, invoice_id)
    return invoice, lines, tuple(payments)

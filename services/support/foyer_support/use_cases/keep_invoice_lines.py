"""Keeps what is on a new invoice."""

from collections.abc import Sequence

from foyer_shared.contracts.invoicing import InvoiceData, InvoiceLineData
from foyer_shared.storage.work import Work

from foyer_support.domain.refundable import InvoicedLine
from foyer_support.storage.invoices import Invoices
from foyer_support.use_cases.keep_invoice import keep_invoice


async def keep_invoice_lines(work: Work, invoice: InvoiceData, lines: Sequence[InvoiceLineData]) -> None:
    """Also when it is known to be paid already."""
    await keep_invoice(work, invoice, paid=False, version=0)
    await Invoices(work.session).keep_lines(
        work.scope,
        invoice.invoice_id,
        [InvoicedLine(line.description, line.quantity, line.net.money(), line.tax.money()) for line in lines],
    )

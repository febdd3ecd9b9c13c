"""Keeps the copy of an invoice up to date."""

from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.work import Work

from foyer_support.storage.invoices import Invoices


async def keep_invoice(work: Work, invoice: InvoiceData, *, paid: bool, version: int) -> None:
    """Whether it is paid; what is older than that, and comes late, changes nothing."""
    await Invoices(work.session).keep(
        work.scope,
        invoice.invoice_id,
        customer_id=invoice.customer_id,
        number=invoice.number,
        total=invoice.total.money(),
        paid=paid,
        version=version,
    )

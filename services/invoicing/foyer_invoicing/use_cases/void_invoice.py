"""An invoice is not to be paid after all, nor its order."""

from foyer_shared.storage.work import Work

from foyer_invoicing.domain import void_invoice as rule
from foyer_invoicing.domain.bookings import invoice_voided
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.use_cases.close_void_order import close_void_order
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.told import announce_change


async def void_invoice(work: Work, invoice_id: str) -> Invoice:
    """Only one of which nothing was paid or given back.

    Raises InvoiceNotFound, InvoiceAlreadyPaid, InvoiceVoid, InvoiceTouched.
    """
    invoice = await lock_invoice(work, invoice_id)
    void = rule.void_invoice(invoice)
    await Invoices(work.session).save(void)
    await Journal(work.session).book(invoice_voided(invoice, at=work.now))
    announce_change(work, void)
    if void.order_id:
        await close_void_order(work, void.order_id)
    return void

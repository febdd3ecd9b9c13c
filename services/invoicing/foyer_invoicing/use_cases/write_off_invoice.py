"""The business gives up on what is open of an invoice."""

from foyer_shared.contracts.invoicing import InvoiceUncollectible
from foyer_shared.storage.work import Work

from foyer_invoicing.domain import void_invoice as rule
from foyer_invoicing.domain.bookings import invoice_written_off
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.told import invoice_data


async def write_off_invoice(work: Work, invoice_id: str) -> Invoice:
    """Nobody is asked for it any more; money that comes in for it is taken all the same.

    Raises InvoiceNotFound, InvoiceAlreadyPaid, InvoiceVoid, InvoiceWrittenOff.
    """
    invoice = await lock_invoice(work, invoice_id)
    given_up = rule.write_off_invoice(invoice)
    await Invoices(work.session).save(given_up)
    await Journal(work.session).book(invoice_written_off(invoice, at=work.now))
    work.announce(
        InvoiceUncollectible(invoice=invoice_data(given_up)),
        subject=given_up.id,
        version=given_up.version,
        customer_id=given_up.customer_id,
    )
    return given_up

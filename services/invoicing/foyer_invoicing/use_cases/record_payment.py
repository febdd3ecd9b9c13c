"""Staff record that money for an invoice came in from outside, such as a bank transfer."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import payment_received
from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment import Payment, check_payment
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.issue_receipt import issue_receipt
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.settle_open_invoice import settle_open_invoice


async def record_payment(
    work: Work,
    invoice_id: str,
    *,
    amount: Money,
    paid_at: datetime | None = None,
    reference: str | None = None,
) -> tuple[Payment, Invoice]:
    """Paid now unless a time is given; a part of what is open leaves the invoice open.

    Its receipt is made once this has committed. Raises InvoiceNotFound, and what `check_payment` refuses.
    """
    invoice = await lock_invoice(work, invoice_id)
    payment = Payment(id=new_id("ipay"), amount=amount, paid_at=paid_at or work.now, reference=reference)
    check_payment(invoice, payment, now=work.now)
    await Payments(work.session).add(payment, invoice, by=work.actor, at=work.now)
    await issue_receipt(work, payment, invoice)
    await Journal(work.session).book(
        payment_received([(invoice, payment)], cause=payment.id, at=payment.paid_at)
    )
    return payment, await settle_open_invoice(work, invoice, amount, at=payment.paid_at)

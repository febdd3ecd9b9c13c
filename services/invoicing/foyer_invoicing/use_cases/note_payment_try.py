"""A payment is under way, or came to nothing: its invoices show it."""

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.payments import PaymentData
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.payment import UNKNOWN, Payment, PaymentStatus
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.keep_payment import keep_payment
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices


async def note_payment_try(work: Work, told: PaymentData, *, failure_code: str | None = None) -> None:
    """Failed with a code, else under way. What comes late, after the payment was decided, changes nothing.

    Raises NotYet while an invoice is not there, PaymentCurrencyDiffers.
    """
    invoices = await lock_paid_invoices(
        work,
        (part.invoice_id for part in told.invoices),
        customer_id=told.customer_id,
        currency=told.amount.currency,
    )
    known = await Payments(work.session).by_invoice(work.scope, told.payment_id)
    if any(failure_code is None or each.status is not PaymentStatus.PROCESSING for each in known.values()):
        return
    for part in told.invoices:
        invoice = invoices[part.invoice_id]
        payment = Payment(
            id=known[invoice.id].id if invoice.id in known else new_id("ipay"),
            payment_id=told.payment_id,
            amount=part.amount.money(),
            paid_at=work.now,
            method=told.kind or UNKNOWN,
            status=PaymentStatus.FAILED if failure_code else PaymentStatus.PROCESSING,
            failure_code=failure_code,
        )
        await keep_payment(work, invoice, payment, known=known)

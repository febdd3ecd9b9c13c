"""Money could not go back to where it came from: it becomes balance."""

from foyer_shared.contracts.payments import RefundData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import moved
from foyer_invoicing.domain.journal import Account, Occasion
from foyer_invoicing.domain.payment import UNDECIDED
from foyer_invoicing.domain.refund import unshare_refund
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices
from foyer_invoicing.use_cases.use_balance import use_balance


async def fail_refund(work: Work, told: RefundData) -> None:
    """Also one that had succeeded, and came back. Told again it changes nothing.

    Raises NotYet while the payment is not known to have succeeded, or a refund that was made past Foyer.
    """
    amount, journal, payments = told.amount.money(), Journal(work.session), Payments(work.session)
    known = await payments.by_invoice(work.scope, told.payment_id)
    if not known or any(payment.status in UNDECIDED for payment in known.values()):
        raise NotYet(f"{told.payment_id} has not succeeded")
    invoices = await lock_paid_invoices(work, known, customer_id=told.customer_id, currency=amount.currency)
    if await journal.has(Occasion.REFUND_FAILED, told.refund_id):
        return
    had_gone = await journal.has(Occasion.REFUND_SUCCEEDED, told.refund_id)
    if told.credit_note_id is None and not had_gone:
        raise NotYet(f"{told.refund_id} has not succeeded")
    await payments.save(*unshare_refund(await payments.by_invoice(work.scope, told.payment_id), amount))
    await journal.book(
        moved(
            Occasion.REFUND_FAILED,
            told.refund_id,
            next(iter(invoices.values())),
            amount,
            to=Account.CASH if had_gone else Account.REFUNDS,
            out_of=Account.CUSTOMER_BALANCE,
            at=work.now,
        )
    )
    await use_balance(work, told.customer_id, amount.currency)

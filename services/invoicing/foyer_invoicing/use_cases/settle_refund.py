"""Money that was to go back has gone."""

from foyer_shared.contracts.payments import RefundData
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_invoicing.domain.bookings import moved
from foyer_invoicing.domain.journal import Account, Occasion
from foyer_invoicing.domain.payment import UNDECIDED
from foyer_invoicing.storage.journal import Journal
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.credit_refund import credit_refund
from foyer_invoicing.use_cases.lock_paid_invoices import lock_paid_invoices
from foyer_invoicing.use_cases.use_balance import use_balance


async def settle_refund(work: Work, told: RefundData) -> None:
    """One that was made past Foyer gets its credit notes first. Told again, or after it has failed, it
    changes nothing.

    Raises NotYet while the payment is not known to have succeeded, RefundAbovePaid.
    """
    amount, journal = told.amount.money(), Journal(work.session)
    known = await Payments(work.session).by_invoice(work.scope, told.payment_id)
    if not known or any(payment.status in UNDECIDED for payment in known.values()):
        raise NotYet(f"{told.payment_id} has not succeeded")
    invoices = await lock_paid_invoices(work, known, customer_id=told.customer_id, currency=amount.currency)
    for occasion in (Occasion.REFUND_SUCCEEDED, Occasion.REFUND_FAILED):
        if await journal.has(occasion, told.refund_id):
            return
    if told.credit_note_id is None:
        await credit_refund(work, told, invoices)
    await journal.book(
        moved(
            Occasion.REFUND_SUCCEEDED,
            told.refund_id,
            next(iter(invoices.values())),
            amount,
            to=Account.REFUNDS,
            out_of=Account.CASH,
            at=work.now,
        )
    )
    await use_balance(work, told.customer_id, amount.currency)

"""A credit note says what of which payment goes back: each part becomes a refund, once."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.invoicing import CreditNoteData, RefundPartData
from foyer_shared.storage.work import Work

from foyer_payments.domain.errors import PaymentNotFound
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.refund import (
    ABOVE_PAID,
    WINDOW_OVER,
    Refund,
    RefundStatus,
    fail_refund,
    window_is_over,
)
from foyer_payments.storage.payments import Payments
from foyer_payments.storage.refunds import Refunds
from foyer_payments.storage.taken_back import TakenBack
from foyer_payments.use_cases.tell_refund import tell_refund


async def begin_refunds(work: Work, note: CreditNoteData) -> None:
    """A job asks the provider. Money that came in another way is for others to give back."""
    for part in note.refunds:
        try:
            payment = await Payments(work.session).get_for_update(work.scope, part.payment_id)
        except PaymentNotFound:
            continue
        await _begin(work, note, part, payment)


async def _begin(work: Work, note: CreditNoteData, part: RefundPartData, payment: Payment) -> None:
    refunds = Refunds(work.session)
    refund = Refund(
        id=new_id("rfnd"),
        business_id=payment.business_id,
        customer_id=payment.customer_id,
        payment_id=payment.id,
        amount=part.amount.money(),
        created_at=work.now,
        credit_note_id=note.credit_note_id,
    )
    refused = await _why_not(work, payment, refund)
    added = await refunds.add(refund, look_at=None if refused else real_now())
    if added and refused:
        failed = fail_refund(refund, refused)
        await refunds.save(failed)
        tell_refund(work, failed)


async def _why_not(work: Work, payment: Payment, refund: Refund) -> str | None:
    if not await _is_within(work, payment, refund):
        return ABOVE_PAID
    return WINDOW_OVER if window_is_over(payment, work.now) else None


async def _is_within(work: Work, payment: Payment, refund: Refund) -> bool:
    """Whether what has gone back of the payment leaves that much."""
    given_back = sum(
        each.amount.amount
        for each in await Refunds(work.session).of_payment(payment.id)
        if each.status is not RefundStatus.FAILED and each.credit_note_id != refund.credit_note_id
    )
    taken_back = await TakenBack(work.session).reversed_of(payment.id)
    return (
        payment.status is PaymentStatus.SUCCEEDED
        and refund.amount.currency == payment.amount.currency
        and 0 < refund.amount.amount <= payment.amount.amount - given_back - taken_back
    )

"""What a provider says of a payment's refunds is applied, those included that were made past Foyer."""

from collections.abc import Iterable

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_payments.domain.payment import Payment
from foyer_payments.domain.provided import Refunded
from foyer_payments.domain.refund import Refund, RefundStatus, follow_refund
from foyer_payments.storage.refunds import Refunds
from foyer_payments.use_cases.tell_refund import tell_refund


async def apply_refunds(work: Work, payment: Payment, said: Iterable[Refunded]) -> None:
    """Of a payment that is locked. One made past Foyer that never went anywhere is nobody's business."""
    refunds = Refunds(work.session)
    kept = await refunds.of_payment(payment.id)
    for refunded in said:
        refund = _known(kept, refunded)
        if refund is None:
            refund = _past_foyer(work, payment, refunded)
            await refunds.add(refund, look_at=None)
        after = follow_refund(refund, refunded)
        if after is not refund:
            await refunds.save(after)
            if after.credit_note_id is not None or RefundStatus.SUCCEEDED in {refund.status, after.status}:
                tell_refund(work, after)


def _known(kept: Iterable[Refund], refunded: Refunded) -> Refund | None:
    for refund in kept:
        if refund.id == refunded.key or refund.provided_id == refunded.id:
            return refund
    return None


def _past_foyer(work: Work, payment: Payment, refunded: Refunded) -> Refund:
    return Refund(
        id=new_id("rfnd"),
        business_id=payment.business_id,
        customer_id=payment.customer_id,
        payment_id=payment.id,
        amount=refunded.amount,
        created_at=work.now,
        provided_id=refunded.id,
    )

"""A provider will not give money back: it becomes the customer's balance."""

from foyer_shared.storage.work import Work

from foyer_payments.domain.refund import RefundStatus, fail_refund
from foyer_payments.storage.refunds import Refunds
from foyer_payments.use_cases.tell_refund import tell_refund


async def refuse_refund(work: Work, refund_id: str, code: str) -> None:
    """Told once; its payment is locked. What has gone back meanwhile is not refused any more."""
    refunds = Refunds(work.session)
    refund = await refunds.get(work.scope, refund_id)
    if refund.status is RefundStatus.CREATED:
        failed = fail_refund(refund, code)
        await refunds.save(failed)
        tell_refund(work, failed)

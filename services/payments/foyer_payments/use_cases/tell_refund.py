"""A refund went through, or could not."""

from foyer_shared.contracts.payments import RefundFailed, RefundSucceeded
from foyer_shared.storage.work import Work

from foyer_payments.domain.refund import Refund, RefundStatus
from foyer_payments.use_cases.told import refund_data


def tell_refund(work: Work, refund: Refund) -> None:
    """One that is on its way is not told of."""
    event: RefundSucceeded | RefundFailed
    if refund.status is RefundStatus.SUCCEEDED:
        event = RefundSucceeded(refund=refund_data(refund))
    elif refund.status is RefundStatus.FAILED:
        event = RefundFailed(refund=refund_data(refund), code=refund.failure_code or "refund_failed")
    else:
        return
    work.announce(event, subject=refund.id, version=refund.version, customer_id=refund.customer_id)

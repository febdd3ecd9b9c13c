"""A refund is on its way, went through, or could not."""

from foyer_shared.contracts.payments import RefundFailed, RefundPending, RefundSucceeded
from foyer_shared.storage.work import Work

from foyer_payments.domain.refund import Refund, RefundStatus
from foyer_payments.use_cases.told import refund_data


def tell_refund(work: Work, refund: Refund) -> None:
    """One that nobody has asked its provider for yet is not told of."""
    event: RefundPending | RefundSucceeded | RefundFailed
    match refund.status:
        case RefundStatus.PENDING:
            event = RefundPending(refund=refund_data(refund))
        case RefundStatus.SUCCEEDED:
            event = RefundSucceeded(refund=refund_data(refund))
        case RefundStatus.FAILED:
            event = RefundFailed(refund=refund_data(refund), code=refund.failure_code or "refund_failed")
        case _:
            return
    work.announce(event, subject=refund.id, version=refund.version, customer_id=refund.customer_id)

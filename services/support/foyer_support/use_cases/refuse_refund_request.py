"""What staff agreed to cannot be given back any more."""

from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import RefundStatus
from foyer_support.storage.refund_requests import RefundRequests


async def refuse_refund_request(work: Work, request_id: str, *, code: str) -> None:
    """Its ticket stays as it is, for staff to see to."""
    requests = RefundRequests(work.session)
    request = await requests.get(work.scope, request_id, lock=True)
    if request.status is RefundStatus.APPROVED and request.given_back is None:
        await requests.save(request.refuse(code))

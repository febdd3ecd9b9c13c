"""Something of an approved refund request was given back."""

from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import GivenBack, RefundRequest, RefundStatus
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.move_refund_ticket import move_refund_ticket


async def settle_refund_request(work: Work, request: RefundRequest, given: GivenBack) -> None:
    """A locked request. Its ticket is resolved once nothing of it is on its way any more."""
    after = request.give_back(given)
    await RefundRequests(work.session).save(after)
    if after.status is RefundStatus.SETTLED:
        await move_refund_ticket(work, after, Status.RESOLVED, cause="refund_settled", by=Side.STAFF)

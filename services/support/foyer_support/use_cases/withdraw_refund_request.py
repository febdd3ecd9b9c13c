"""A customer takes a refund request back."""

from foyer_shared.contracts.support import RefundRequestWithdrawn
from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import RefundRequest
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.move_refund_ticket import move_refund_ticket
from foyer_support.use_cases.refund_request_data import refund_request_data


async def withdraw_refund_request(work: Work, request_id: str) -> RefundRequest:
    """Raises RefundRequestNotFound, RefundRequestClosed."""
    requests = RefundRequests(work.session)
    request = (await requests.get(work.scope, request_id, lock=True)).withdraw(at=work.now)
    await requests.save(request)
    await move_refund_ticket(work, request, Status.RESOLVED, cause="refund_withdrawn", by=Side.CUSTOMER)
    work.announce(
        RefundRequestWithdrawn(request=refund_request_data(request)),
        subject=request.id,
        version=request.version,
        customer_id=request.customer_id,
    )
    return request

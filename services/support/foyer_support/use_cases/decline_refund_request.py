"""Staff do not agree to a refund request."""

from foyer_shared.contracts.support import RefundRequestDeclined
from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import RefundRequest
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.domain.words import written
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.move_refund_ticket import move_refund_ticket
from foyer_support.use_cases.refund_request_data import refund_request_data
from foyer_support.use_cases.reply_to_ticket import reply_to_ticket


async def decline_refund_request(work: Work, request_id: str, *, reason: str) -> RefundRequest:
    """The reason is an answer on its ticket, which is resolved with it.

    Raises TextMalformed, RefundRequestNotFound, RefundRequestClosed.
    """
    reason = written(reason, field="reason")
    requests = RefundRequests(work.session)
    request = (await requests.get(work.scope, request_id, lock=True)).decline(reason, at=work.now)
    await requests.save(request)
    await reply_to_ticket(work, request.ticket_id, by=Side.STAFF, text=reason)
    await move_refund_ticket(work, request, Status.RESOLVED, cause="refund_declined", by=Side.STAFF)
    work.announce(
        RefundRequestDeclined(request=refund_request_data(request), reason=reason),
        subject=request.id,
        version=request.version,
        customer_id=request.customer_id,
    )
    return request

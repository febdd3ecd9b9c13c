"""Staff agree to a refund request, or to a part of it."""

from collections.abc import Sequence

from foyer_shared.basics.money import Money
from foyer_shared.contracts.support import RefundRequestApproved
from foyer_shared.storage.work import Work

from foyer_support.domain.refund_request import RefundRequest
from foyer_support.domain.refundable import LineToRefund
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status
from foyer_support.storage.invoices import Invoices
from foyer_support.storage.refund_requests import RefundRequests
from foyer_support.use_cases.move_refund_ticket import move_refund_ticket
from foyer_support.use_cases.portion_data import portion_data
from foyer_support.use_cases.refund_request_data import refund_request_data


async def approve_refund_request(
    work: Work, request_id: str, *, amount: Money | None = None, lines: Sequence[LineToRefund] = ()
) -> RefundRequest:
    """As it was asked without an amount and lines.

    Raises RefundRequestNotFound, RefundRequestClosed, RefundAboveRequest, and what `Refundable` refuses.
    """
    requests = RefundRequests(work.session)
    request = await requests.get(work.scope, request_id, lock=True)
    portion = request.asked
    if amount is not None or lines:
        portion = (await Invoices(work.session).get(work.scope, request.invoice_id)).portion(amount, lines)
    request = request.approve(portion, at=work.now)
    await requests.save(request)
    await move_refund_ticket(work, request, Status.IN_REVIEW, cause="refund_approved", by=Side.STAFF)
    work.announce(
        RefundRequestApproved(request=refund_request_data(request), approved=portion_data(portion)),
        subject=request.id,
        version=request.version,
        customer_id=request.customer_id,
    )
    return request

"""A refund request in the words of the events that tell of it."""

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.support import RefundLineData, RefundPortionData, RefundRequestData

from foyer_support.domain.refund_request import RefundRequest
from foyer_support.domain.refundable import Portion


def refund_request_data(request: RefundRequest) -> RefundRequestData:
    """The request after the change."""
    return RefundRequestData(
        refund_request_id=request.id,
        customer_id=request.customer_id,
        ticket_id=request.ticket_id,
        ticket_number=request.ticket_number,
        invoice_id=request.invoice_id,
        invoice_number=request.invoice_number,
        asked=portion_data(request.asked),
    )


def portion_data(portion: Portion) -> RefundPortionData:
    """What is asked for or agreed to."""
    return RefundPortionData(
        amount=Amount.of(portion.amount),
        whole=portion.whole,
        lines=tuple(RefundLineData(line=each.line, quantity=each.quantity) for each in portion.lines),
    )

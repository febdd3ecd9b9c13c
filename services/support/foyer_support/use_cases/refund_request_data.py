"""A refund request in the words of the events that tell of it."""

from foyer_shared.contracts.support import RefundRequestData

from foyer_support.domain.refund_request import RefundRequest
from foyer_support.use_cases.portion_data import portion_data


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

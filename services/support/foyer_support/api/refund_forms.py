"""What comes in and out at the doors of refund requests."""

from typing import Annotated

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.amounts import AmountBody
from foyer_shared.http.models import Answer, Body, Moment, showing
from pydantic import Field, StrictInt

from foyer_support.api.bodies import AsWritten
from foyer_support.domain.refund_request import GivenBack, RefundRequest
from foyer_support.domain.refundable import LineToRefund, Portion, Refundable


class LineToRefundBody(Body):
    """So many of a line of the invoice, counted from 1; all that is left of it without a quantity."""

    line: StrictInt
    quantity: StrictInt | None = None

    def wanted(self) -> LineToRefund:
        """The same for the domain."""
        return LineToRefund(self.line, self.quantity)


Lines = Annotated[tuple[LineToRefundBody, ...], Field(max_length=10_000)]


class RefundRequestBody(Body):
    """What a customer asks back: an amount with tax, or lines, or all that is left when neither is named."""

    reason: AsWritten
    amount: AmountBody | None = None
    lines: Lines = ()


class ApprovalBody(Body):
    """What is agreed to: an amount with tax, or lines, or what was asked when neither is named."""

    model_config = showing({"amount": {"amount": 1500, "currency": "EUR"}})

    amount: AmountBody | None = None
    lines: Lines = ()


class DeclineBody(Body):
    """Why not, which the customer reads."""

    model_config = showing({"reason": "It was used up before you asked."})

    reason: AsWritten


class RefundLineAnswer(Answer):
    """So many of a line of the invoice, counted from 1."""

    line: int
    quantity: int


class PortionAnswer(Answer):
    """What is asked for or agreed to; `whole` when it is all that is left of the invoice."""

    amount: Amount
    whole: bool
    lines: list[RefundLineAnswer]

    @classmethod
    def of(cls, portion: Portion) -> "PortionAnswer":
        return cls(
            amount=Amount.of(portion.amount),
            whole=portion.whole,
            lines=[RefundLineAnswer(line=each.line, quantity=each.quantity) for each in portion.lines],
        )


class GivenBackAnswer(Answer):
    """What became of it: `refunded` is what has gone back to where it was paid from, by these refunds, and
    `to_balance` what could not.
    """

    credit_note_id: str
    credit_note_number: str
    total: Amount
    refunded: Amount
    to_balance: Amount
    refund_ids: list[str]

    @classmethod
    def of(cls, given: GivenBack) -> "GivenBackAnswer":
        return cls(
            credit_note_id=given.credit_note_id,
            credit_note_number=given.credit_note_number,
            total=Amount.of(given.total),
            refunded=Amount.of(given.refunded),
            to_balance=Amount.of(given.to_balance),
            refund_ids=sorted(given.refunds),
        )


class RefundRequestAnswer(Answer):
    """A refund request; its reason is as written."""

    id: str
    customer_id: str
    ticket_id: str
    ticket_number: str
    invoice_id: str
    invoice_number: str
    status: str
    reason: str
    asked: PortionAnswer
    approved: PortionAnswer | None
    declined_because: str | None
    given_back: GivenBackAnswer | None
    refused_because: str | None
    requested_at: Moment
    decided_at: Moment | None
    version: int

    @classmethod
    def of(cls, request: RefundRequest) -> "RefundRequestAnswer":
        return cls(
            id=request.id,
            customer_id=request.customer_id,
            ticket_id=request.ticket_id,
            ticket_number=request.ticket_number,
            invoice_id=request.invoice_id,
            invoice_number=request.invoice_number,
            status=request.status,
            reason=request.reason,
            asked=PortionAnswer.of(request.asked),
            approved=PortionAnswer.of(request.approved) if request.approved else None,
            declined_because=request.declined_because,
            given_back=GivenBackAnswer.of(request.given_back) if request.given_back else None,
            refused_because=request.refused_because,
            requested_at=request.requested_at,
            decided_at=request.decided_at,
            version=request.version,
        )


class RefundableLineAnswer(Answer):
    """A line of the invoice: how many of it can still come back, and what those come to with tax."""

    line: int
    description: str
    quantity: int
    left: int
    amount: Amount


class RefundableAnswer(Answer):
    """What of a paid invoice can still be asked back. Lines are those of which anything is left."""

    invoice_id: str
    number: str
    left: Amount
    lines: list[RefundableLineAnswer]

    @classmethod
    def of(cls, invoice: Refundable) -> "RefundableAnswer":
        return cls(
            invoice_id=invoice.id,
            number=invoice.number,
            left=Amount.of(invoice.left),
            lines=[
                RefundableLineAnswer(
                    line=number,
                    description=line.description,
                    quantity=line.quantity,
                    left=left,
                    amount=Amount.of(invoice.amount_of(number, left)),
                )
                for number, line in enumerate(invoice.lines, start=1)
                if (left := invoice.left_of(number)) > 0
            ],
        )

"""What support tells: tickets and refund requests."""

from typing import Literal

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Confidential, Contract, Event

OWNER = "support"


class TicketData(Contract):
    """A ticket after the change that the event tells."""

    ticket_id: str
    number: str
    customer_id: str
    subject: Confidential
    category: str
    status: Literal["open", "in_review", "resolved"]
    subscription_id: str | None = None
    change_id: str | None = None
    """The request to cancel that opened it, which has a receipt of its own."""
    plan_id: str | None = None
    """The payment plan that was asked for and so opened it; a message of its own tells of that."""


class TicketOpened(Event, type="ticket.opened", owner=OWNER):
    """A customer, or somebody for them, asked for something."""

    ticket: TicketData
    declaration_id: str | None = None
    """The declaration that could not be carried out and so opened it; a message of its own tells of that."""


class TicketReplied(Event, type="ticket.replied", owner=OWNER):
    """There is an answer, from the customer or from staff."""

    ticket: TicketData
    reply_id: str
    by: Literal["customer", "staff"]
    text: Confidential


class TicketStatusChanged(Event, type="ticket.status_changed", owner=OWNER):
    """Somebody closed, resolved, reopened or took it up, without a reply."""

    ticket: TicketData
    before: Literal["open", "in_review", "resolved"]
    by: Literal["customer", "staff"]


class TicketResolved(Event, type="ticket.resolved", owner=OWNER):
    """What it was about is settled."""

    ticket: TicketData
    cause: Literal["cancellation_withdrawn", "subscription_canceled", "subscription_completed"]


class RefundLineData(Contract):
    """So many of a line of the invoice, counted from 1."""

    line: int
    quantity: int


class RefundPortionData(Contract):
    """What is asked for or agreed to. Lines say which come back; without them it is money alone."""

    amount: Amount
    """With tax."""
    whole: bool
    """Whether it is all that is left of the invoice."""
    lines: tuple[RefundLineData, ...] = ()


class RefundRequestData(Contract):
    """A refund request after the change that the event tells."""

    refund_request_id: str
    customer_id: str
    ticket_id: str
    ticket_number: str
    invoice_id: str
    invoice_number: str
    asked: RefundPortionData


class RefundRequestOpened(Event, type="refund_request.opened", owner=OWNER):
    """A customer asks for the money of a paid invoice, or a part of it."""

    request: RefundRequestData
    reason: Confidential


class RefundRequestApproved(Event, type="refund_request.approved", owner=OWNER):
    """Staff agree to it, or to a part: it is to be given back now."""

    request: RefundRequestData
    approved: RefundPortionData


class RefundRequestDeclined(Event, type="refund_request.declined", owner=OWNER):
    """Staff do not agree to it."""

    request: RefundRequestData
    reason: Confidential


class RefundRequestWithdrawn(Event, type="refund_request.withdrawn", owner=OWNER):
    """The customer has taken it back."""

    request: RefundRequestData

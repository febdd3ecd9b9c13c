"""What support tells: tickets."""

from typing import Literal

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
    """Somebody closed, resolved, reopened or took it up by hand, without a reply."""

    ticket: TicketData
    before: Literal["open", "in_review", "resolved"]
    by: Literal["customer", "staff"]


class TicketResolved(Event, type="ticket.resolved", owner=OWNER):
    """What it was about is settled."""

    ticket: TicketData
    cause: Literal["cancellation_withdrawn", "subscription_canceled", "subscription_completed"]

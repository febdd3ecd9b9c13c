"""A ticket, the replies on it, and the moves it has made."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.origin import Actor

from foyer_support.domain.cancellation import Cancellation
from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
from foyer_support.domain.plan_request import PlanRequest
from foyer_support.domain.priorities import Priority
from foyer_support.domain.side import Side
from foyer_support.domain.states import Status


@dataclass(frozen=True, slots=True)
class Ticket:
    """Something that a customer needs an answer to."""

    id: str
    business_id: str
    customer_id: str
    number: str
    subject: str
    category: Category
    priority: Priority
    text: str
    links: Links
    opened_by: Side
    opened_at: datetime
    status: Status = Status.OPEN
    resolved_at: datetime | None = None
    cancellation: Cancellation | None = None
    """None when no request to cancel has opened it."""
    plan: PlanRequest | None = None
    """None when no request for a payment plan has opened it."""
    assigned_to: str | None = None
    """Whom of the staff it is for, by name; none of the customer's business."""
    first_answered_at: datetime | None = None
    """When staff first answered; None until then."""
    version: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on a ticket, from either side."""

    id: str
    by: Side
    actor: Actor
    text: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Note:
    """What staff write on a ticket for each other, never for the customer."""

    id: str
    actor: Actor
    text: str
    at: datetime


REPLY = "reply"
"""The cause of a step that an answer makes."""


@dataclass(frozen=True, slots=True)
class Step:
    """A line of a ticket's history: the state it came into, and what brought it there."""

    status: Status
    cause: str
    actor: Actor
    at: datetime

"""A ticket and the replies on it."""

from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.origin import Actor

from foyer_support.domain.categories import Category
from foyer_support.domain.links import Links
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
    version: int = 1


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer on a ticket, from either side."""

    id: str
    by: Side
    actor: Actor
    text: str
    at: datetime

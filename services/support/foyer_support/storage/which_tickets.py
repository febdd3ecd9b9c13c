"""Which tickets of a list are meant."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import ColumnElement
from sqlmodel import col

from foyer_support.storage.rows import TicketRow

NOBODY = "nobody"
"""Instead of a name: what is assigned to nobody."""


@dataclass(frozen=True, slots=True)
class TicketFilter:
    """None means all. `text` is looked for in the number, the subject and the question."""

    customer_id: str | None = None
    subscription_id: str | None = None
    status: str | None = None
    category: str | None = None
    priority: str | None = None
    assigned_to: str | None = None
    text: str | None = None
    id: str | None = None
    number: str | None = None


EVERYTHING = TicketFilter()


def is_chosen(chosen: TicketFilter) -> Iterator[ColumnElement[bool]]:
    """What each of them is."""
    for name in ("customer_id", "subscription_id", "status", "category", "priority", "id", "number"):
        if (value := getattr(chosen, name)) is not None:
            yield col(getattr(TicketRow, name)) == value
    if chosen.assigned_to == NOBODY:
        yield col(TicketRow.assigned_to).is_(None)
    elif chosen.assigned_to is not None:
        yield col(TicketRow.assigned_to) == chosen.assigned_to
    if chosen.text:
        words = (TicketRow.number, TicketRow.subject, TicketRow.text)
        found, *others = [col(each).icontains(chosen.text, autoescape=True) for each in words]
        for other in others:
            found |= other
        yield found

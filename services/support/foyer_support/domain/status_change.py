"""What somebody's hand does to the state of a ticket, without a reply."""

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from foyer_support.domain.categories import CHOICES
from foyer_support.domain.errors import ResolvedByItsProcess, ResolvedTooLongAgo, UnknownStatus
from foyer_support.domain.reply import check_reopening
from foyer_support.domain.side import Side
from foyer_support.domain.states import Move, Status, moved
from foyer_support.domain.ticket import Ticket

_TO = {Status.OPEN: Move.REOPEN, Status.IN_REVIEW: Move.REVIEW, Status.RESOLVED: Move.RESOLVE}

BY_HAND = {Side.CUSTOMER: "by_customer", Side.STAFF: "by_staff"}
"""The cause of such a step."""


class Action(StrEnum):
    """What a customer can do with a ticket."""

    REPLY = "reply"
    CLOSE = "close"
    REOPEN = "reopen"


def chosen_status(name: str) -> Status:
    """The state of that name; raises UnknownStatus."""
    if name not in tuple(Status):
        raise UnknownStatus(f"The states are {', '.join(Status)}.", field="status")
    return Status(name)


def with_status(ticket: Ticket, status: Status, by: Side, *, now: datetime) -> Ticket:
    """The ticket in another state. Customers close what they have asked themselves, and reopen what was
    resolved at most 14 days ago.

    Raises MoveNotPossible, ResolvedByItsProcess, ResolvedTooLongAgo.
    """
    after = moved(ticket.status, _TO[status])
    if by is Side.CUSTOMER:
        if after is Status.RESOLVED and ticket.category not in CHOICES[by]:
            raise ResolvedByItsProcess("This ticket is resolved when what it is about is settled.")
        check_reopening(ticket, now)
    return replace(
        ticket,
        status=after,
        resolved_at=now if after is Status.RESOLVED else None,
        version=ticket.version + 1,
    )


def actions(ticket: Ticket, *, now: datetime) -> list[Action]:
    """What its customer can do with it now."""
    if ticket.status is not Status.RESOLVED:
        closable = ticket.category in CHOICES[Side.CUSTOMER]
        return [Action.REPLY, Action.CLOSE] if closable else [Action.REPLY]
    try:
        check_reopening(ticket, now)
    except ResolvedTooLongAgo:
        return []
    return [Action.REPLY, Action.REOPEN]

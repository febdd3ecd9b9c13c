"""What a reply does to its ticket."""

from dataclasses import replace
from datetime import datetime, timedelta

from foyer_support.domain.errors import ResolvedTooLongAgo
from foyer_support.domain.side import Side
from foyer_support.domain.states import Move, Status, moved
from foyer_support.domain.ticket import Ticket

REOPENS_WITHIN = timedelta(days=14)


def replied(ticket: Ticket, by: Side, *, now: datetime) -> Ticket:
    """The first answer of staff takes it into review; the customer's reopens what was resolved.

    Raises ResolvedTooLongAgo when it was resolved more than 14 days before the customer replies.
    """
    after = replace(ticket, version=ticket.version + 1)
    if by is Side.STAFF and ticket.first_answered_at is None:
        after = replace(after, first_answered_at=now)
    match by, ticket.status:
        case Side.STAFF, Status.OPEN:
            return replace(after, status=moved(ticket.status, Move.REVIEW))
        case Side.CUSTOMER, Status.RESOLVED:
            check_reopening(ticket, now)
            return replace(after, status=moved(ticket.status, Move.REOPEN), resolved_at=None)
        case _:
            return after


def waited(before: Ticket, after: Ticket) -> timedelta | None:
    """How long the customer waited, when this is the first answer to what they have asked."""
    if before.first_answered_at or not after.first_answered_at or after.opened_by is not Side.CUSTOMER:
        return None
    return after.first_answered_at - after.opened_at


def check_reopening(ticket: Ticket, now: datetime) -> None:
    """Raises ResolvedTooLongAgo where the customer cannot have it opened again."""
    if ticket.resolved_at is not None and now - ticket.resolved_at > REOPENS_WITHIN:
        raise ResolvedTooLongAgo("This ticket was resolved a while ago. Please open a new one.")

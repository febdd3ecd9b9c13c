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
    match by, ticket.status:
        case Side.STAFF, Status.OPEN:
            return replace(after, status=moved(ticket.status, Move.REVIEW))
        case Side.CUSTOMER, Status.RESOLVED:
            if ticket.resolved_at is not None and now - ticket.resolved_at > REOPENS_WITHIN:
                raise ResolvedTooLongAgo("This ticket was resolved a while ago. Please open a new one.")
            return replace(after, status=moved(ticket.status, Move.REOPEN), resolved_at=None)
        case _:
            return after

"""The states of a ticket and the moves between them, as a table."""

from enum import StrEnum

from foyer_support.domain.errors import MoveNotPossible


class Status(StrEnum):
    """Where a ticket stands."""

    OPEN = "open"
    IN_REVIEW = "in_review"
    RESOLVED = "resolved"


class Move(StrEnum):
    """What can happen to a state."""

    REVIEW = "review"
    RESOLVE = "resolve"
    REOPEN = "reopen"


MOVES: dict[Move, dict[Status, Status]] = {
    Move.REVIEW: {Status.OPEN: Status.IN_REVIEW},
    Move.RESOLVE: {Status.OPEN: Status.RESOLVED, Status.IN_REVIEW: Status.RESOLVED},
    Move.REOPEN: {Status.RESOLVED: Status.OPEN},
}

NOT_RESOLVED = (Status.OPEN, Status.IN_REVIEW)
"""What the portal shows as open tickets."""


def moved(status: Status, move: Move) -> Status:
    """The state after the move; raises MoveNotPossible for one that the table does not have."""
    if status not in MOVES[move]:
        raise MoveNotPossible(f"This cannot be done while the ticket is {status.replace('_', ' ')}.")
    return MOVES[move][status]

"""Every state of a subscription and every move between them, in one table."""

from enum import StrEnum

from foyer_subscriptions.domain.errors import MoveNotPossible


class Status(StrEnum):
    """The states of a subscription."""

    PENDING_MANDATE = "pending_mandate"
    TRIALING = "trialing"
    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    SUSPENDED = "suspended"
    COMPLETED = "completed"
    CANCELED = "canceled"


class Move(StrEnum):
    """What can happen to a state."""

    ACTIVATE = "activate"
    END_TRIAL = "end_trial"
    PAUSE = "pause"
    RESUME = "resume"
    FALL_PAST_DUE = "fall_past_due"
    RECOVER = "recover"
    SUSPEND = "suspend"
    COMPLETE = "complete"
    CANCEL = "cancel"


COUNTED_AS_ACTIVE = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE, Status.PAUSED})
"""The states behind the portal's counter of active subscriptions."""

ENDED = frozenset({Status.COMPLETED, Status.CANCELED})
"""Nothing moves any more."""

_LIVE = COUNTED_AS_ACTIVE | {Status.SUSPENDED}

MOVES: dict[Move, dict[Status, frozenset[Status]]] = {
    Move.ACTIVATE: {Status.PENDING_MANDATE: frozenset({Status.ACTIVE})},
    Move.END_TRIAL: {Status.TRIALING: frozenset({Status.ACTIVE, Status.PAST_DUE, Status.PAUSED})},
    Move.PAUSE: {
        Status.ACTIVE: frozenset({Status.PAUSED}),
        Status.TRIALING: frozenset({Status.PAUSED}),
    },
    # Where a resume leads depends on what went on meanwhile: a trial goes on, a debt shows.
    Move.RESUME: {Status.PAUSED: frozenset({Status.ACTIVE, Status.TRIALING, Status.PAST_DUE})},
    Move.FALL_PAST_DUE: {Status.ACTIVE: frozenset({Status.PAST_DUE})},
    Move.RECOVER: {
        Status.PAST_DUE: frozenset({Status.ACTIVE}),
        Status.SUSPENDED: frozenset({Status.ACTIVE}),
    },
    Move.SUSPEND: {
        Status.ACTIVE: frozenset({Status.SUSPENDED}),
        Status.PAST_DUE: frozenset({Status.SUSPENDED}),
    },
    Move.COMPLETE: dict.fromkeys((Status.ACTIVE, Status.PAST_DUE), frozenset({Status.COMPLETED})),
    Move.CANCEL: dict.fromkeys(_LIVE | {Status.PENDING_MANDATE}, frozenset({Status.CANCELED})),
}


def can(status: Status, move: Move) -> bool:
    """Whether the table has this move from this state."""
    return status in MOVES[move]


def moved(status: Status, move: Move, to: Status) -> Status:
    """The state after the move; refuses what the table does not have."""
    if to not in MOVES[move].get(status, frozenset()):
        raise MoveNotPossible(f"This cannot be done while the subscription is {status.replace('_', ' ')}.")
    return to

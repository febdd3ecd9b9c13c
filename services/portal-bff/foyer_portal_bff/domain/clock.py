"""A sandbox's clock: where it may be put, and in which steps it gets there."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from foyer_shared.basics.clock import to_rfc3339
from foyer_shared.basics.errors import Conflict, Invalid, NotAllowed, NotFound
from foyer_shared.basics.origin import Actor

from foyer_portal_bff.domain.business import Business

FURTHEST = timedelta(days=5 * 366)
"""In one move: every day in between is gone through."""

PATIENCE = timedelta(minutes=3)
"""For one step; longer than all tries of an event take."""

MOST_STEPS = 20_000
"""A move with more than these is not coming to its end."""


class ClockNotMovable(NotAllowed):
    """Only a sandbox has a clock of its own."""

    code = "clock_not_movable"


class ClockOnlyForward(Invalid):
    """What has happened cannot be taken back."""

    code = "clock_only_forward"


class ClockMoveTooFar(Invalid):
    """It lies further ahead than one move reaches."""

    code = "clock_move_too_far"


class ClockIsMoving(Conflict):
    """Another move of this business's clock is under way."""

    code = "clock_is_moving"


class ClockMoveNotFound(NotFound):
    """The business's clock was never moved by this."""

    code = "clock_move_not_found"


class MoveStatus(StrEnum):
    """Where a move is. `done` and `stuck` are ends."""

    MOVING = "moving"
    DONE = "done"
    STUCK = "stuck"


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockMove:
    """One move; `target` is the business's time, the other moments are real. `waiting_for` says what did not
    come to rest, when it is stuck.
    """

    id: str
    business_id: str
    target: datetime
    status: MoveStatus = MoveStatus.MOVING
    steps: int = 0
    waiting_for: tuple[str, ...] = ()
    requested_by: Actor
    started_at: datetime
    step_began_at: datetime
    ended_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What one service said when it was looked at."""

    service: str
    next_due: datetime | None = None
    last_event: int | None = None
    """The number of its newest event; None when it did not answer."""
    waits: int = 0
    """How many events wait for it or in it, and how many transactions are open."""


def check_move(business: Business, target: datetime, real: datetime) -> None:
    """Raises what stands in the way of this."""
    now = business.now(real)
    if business.mode != "sandbox":
        raise ClockNotMovable("Only the clock of a sandbox business can be moved.")
    if target < now:
        raise ClockOnlyForward(f"It is {to_rfc3339(now)} there: a clock only goes forward.", field="now")
    if target > now + FURTHEST:
        raise ClockMoveTooFar(f"One move reaches {FURTHEST.days} days at the most.", field="now")


def unrest(looks: Iterable[Seen], now: datetime) -> tuple[str, ...]:
    """What is still being done, in words; empty when everything that is due by now has been done."""
    return tuple(said for seen in looks if (said := _unrest_of(seen, now)))


def _unrest_of(seen: Seen, now: datetime) -> str | None:
    if seen.last_event is None:
        return f"{seen.service} does not answer"
    if seen.waits:
        return f"{seen.service} has work: {seen.waits}"
    if seen.next_due and seen.next_due <= now:
        return f"{seen.service} has something due since {to_rfc3339(seen.next_due)}"
    return None


def nothing_between(first: Sequence[Seen], second: Sequence[Seen]) -> bool:
    """Whether no event was announced between two looks. The services are looked at one after the other, so
    that an event may pass from one that is looked at to one that has been; the second look finds it then, or
    what it led to.
    """
    return [(seen.service, seen.last_event) for seen in first] == [
        (seen.service, seen.last_event) for seen in second
    ]


def next_stop(move: ClockMove, looks: Iterable[Seen]) -> datetime:
    """The next moment at which anything happens on the way, else the target."""
    return min([seen.next_due for seen in looks if seen.next_due] + [move.target])


def put_forward(business: Business, to: datetime, real: datetime) -> Business:
    """The business with its clock at that moment, or less than a second later; never put back."""
    offset = math.ceil((to - real) / timedelta(seconds=1))
    return replace(business, clock_offset=max(offset, business.clock_offset), version=business.version + 1)


def stepped(move: ClockMove, real: datetime) -> ClockMove:
    """The move after one step more."""
    return replace(move, steps=move.steps + 1, step_began_at=real)


def done(move: ClockMove, real: datetime) -> ClockMove:
    """The move at its end."""
    return replace(move, status=MoveStatus.DONE, ended_at=real)


def stuck(move: ClockMove, waiting_for: tuple[str, ...], real: datetime) -> ClockMove:
    """The move given up, where the clock stands by then."""
    return replace(move, status=MoveStatus.STUCK, waiting_for=waiting_for, ended_at=real)


def takes_too_long(move: ClockMove, real: datetime) -> bool:
    """Whether its step should have come to rest by now."""
    return real - move.step_began_at > PATIENCE

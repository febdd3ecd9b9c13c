"""Tries, gaps and giving up: how a message goes from queued to sent, failed, bounced or uncertain."""

from dataclasses import replace
from datetime import datetime, timedelta

from foyer_notifications.domain.message import Message, State

USEFUL_FOR = timedelta(days=2)
"""How long a message is tried, unless its words are worthless sooner."""

LEASE = timedelta(minutes=2)
"""How long a try may take; after it, whoever was sending is taken for dead."""

SECOND_TRY_AFTER = timedelta(minutes=1)
"""The wait before what may have arrived goes out once more."""

_GAPS = (
    timedelta(seconds=10),
    timedelta(seconds=30),
    timedelta(minutes=2),
    timedelta(minutes=10),
    timedelta(minutes=30),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
)


def gap_after(attempts: int) -> timedelta:
    """The wait after that many tries; the longest one repeats."""
    return _GAPS[min(attempts, len(_GAPS)) - 1]


def is_too_late(message: Message, real: datetime) -> bool:
    """Whether nobody could use it any more: a code that has lapsed, a message of the day before yesterday."""
    return real >= message.give_up_at


def begin_try(message: Message, real: datetime) -> Message:
    """Being sent from now on; due again when the lease is over and nobody has said what became of it."""
    return replace(
        message,
        state=State.SENDING,
        attempts=message.attempts + 1,
        next_try_at=real + LEASE,
        version=message.version + 1,
    )


def after_success(message: Message, real: datetime) -> Message:
    """Sent; confidential words are forgotten."""
    return replace(
        message,
        state=State.SENT,
        sent_at=real,
        next_try_at=None,
        sealed=None,
        failure=None,
        version=message.version + 1,
    )


def after_failure(
    message: Message, reason: str, real: datetime, *, permanent: bool, bounced: bool = False
) -> Message:
    """Waits for the next try, or is given up when that would be too late or could not help; `bounced`: since
    the address is none. What may have arrived stays uncertain while nobody says that it has not.
    """
    retry_at = real + gap_after(message.attempts)
    if permanent or is_too_late(message, retry_at):
        uncertain = message.uncertain_at is not None and not permanent
        end = State.BOUNCED if bounced else State.UNCERTAIN if uncertain else State.FAILED
        return _given_up(message, end, reason)
    waits = State.UNCERTAIN if message.uncertain_at else State.QUEUED
    return replace(message, state=waits, next_try_at=retry_at, failure=reason, version=message.version + 1)


def after_uncertainty(message: Message, reason: str, real: datetime, *, mandatory: bool) -> Message:
    """The server had all of it and did not answer. Only what is mandatory goes out again, and only once: a
    second copy is better than none of those, and worse than none of the others.
    """
    retry_at = real + SECOND_TRY_AFTER
    if mandatory and message.uncertain_at is None and not is_too_late(message, retry_at):
        return replace(
            message,
            state=State.UNCERTAIN,
            uncertain_at=real,
            next_try_at=retry_at,
            failure=reason,
            version=message.version + 1,
        )
    return replace(_given_up(message, State.UNCERTAIN, reason), uncertain_at=message.uncertain_at or real)


def after_bounce(message: Message, reason: str) -> Message:
    """It came back after it had been taken."""
    return _given_up(message, State.BOUNCED, reason)


def _given_up(message: Message, end: State, reason: str) -> Message:
    return replace(
        message, state=end, next_try_at=None, sealed=None, failure=reason, version=message.version + 1
    )

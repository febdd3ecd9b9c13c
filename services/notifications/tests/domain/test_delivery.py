"""Tries, gaps and giving up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from foyer_notifications.domain.delivery import (
    LEASE,
    USEFUL_FOR,
    after_failure,
    after_success,
    begin_try,
    gap_after,
)
from foyer_notifications.domain.message import Message, State
from foyer_shared.testing.makers import NOW


@pytest.mark.parametrize(
    ("attempts", "gap"),
    [
        (1, timedelta(seconds=10)),
        (2, timedelta(seconds=30)),
        (3, timedelta(minutes=2)),
        (6, timedelta(hours=1)),
        (9, timedelta(hours=8)),
        (12, timedelta(hours=8)),
    ],
)
def test_gaps_grow_up_to_eight_hours(attempts: int, gap: timedelta) -> None:
    assert gap_after(attempts) == gap


def test_a_try_is_due_again_when_its_lease_is_over(a_message: Callable[..., Message]) -> None:
    claimed = begin_try(a_message(), NOW)
    assert (claimed.state, claimed.attempts, claimed.next_try_at) == (State.SENDING, 1, NOW + LEASE)
    assert claimed.version == 2


def test_what_is_sent_is_over(a_message: Callable[..., Message]) -> None:
    sent = after_success(begin_try(a_message(sealed=b"x", failure="no"), NOW), NOW)
    assert (sent.state, sent.sent_at, sent.next_try_at) == (State.SENT, NOW, None)
    assert (sent.sealed, sent.failure) == (None, None)


def test_a_failed_try_waits_for_the_next_with_its_words(a_message: Callable[..., Message]) -> None:
    waiting = after_failure(begin_try(a_message(sealed=b"x"), NOW), "busy", NOW, permanent=False)
    assert (waiting.state, waiting.next_try_at) == (State.QUEUED, NOW + timedelta(seconds=10))
    assert (waiting.sealed, waiting.failure) == (b"x", "busy")


def test_a_permanent_failure_is_the_last(a_message: Callable[..., Message]) -> None:
    failed = after_failure(begin_try(a_message(sealed=b"x"), NOW), "no such box", NOW, permanent=True)
    assert (failed.state, failed.next_try_at, failed.sealed) == (State.FAILED, None, None)
    assert failed.failure == "no such box"


def test_a_message_is_tried_for_two_days(a_message: Callable[..., Message]) -> None:
    message, now = a_message(), NOW
    while message.next_try_at is not None:
        now = message.next_try_at
        message = after_failure(begin_try(message, now), "away", now, permanent=False)
    assert (message.state, message.attempts) == (State.FAILED, 14)
    assert timedelta(hours=47) < now - NOW < USEFUL_FOR


def test_a_code_is_not_tried_when_it_has_lapsed(a_message: Callable[..., Message]) -> None:
    message, now = a_message(give_up_at=NOW + timedelta(minutes=10)), NOW
    while message.next_try_at is not None:
        now = message.next_try_at
        message = after_failure(begin_try(message, now), "away", now, permanent=False)
    assert (message.state, message.attempts) == (State.FAILED, 4)
    assert now == NOW + timedelta(minutes=2, seconds=40)

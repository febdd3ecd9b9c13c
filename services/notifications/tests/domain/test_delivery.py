"""Tries, gaps and giving up."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from foyer_notifications.domain.delivery import (
    LEASE,
    USEFUL_FOR,
    after_bounce,
    after_failure,
    after_success,
    after_uncertainty,
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


def test_what_may_have_arrived_goes_out_once_more_if_it_is_mandatory(
    a_message: Callable[..., Message],
) -> None:
    message = a_message(sealed=b"x")
    first = after_uncertainty(begin_try(message, NOW), "no answer", NOW, mandatory=True)
    assert (first.state, first.uncertain_at, first.sealed) == (State.UNCERTAIN, NOW, b"x")
    assert (first.next_try_at, first.message_id) == (NOW + timedelta(minutes=1), message.message_id)
    later = NOW + timedelta(minutes=1)
    second = after_uncertainty(begin_try(first, later), "no answer", later, mandatory=True)
    assert (second.state, second.uncertain_at, second.next_try_at) == (State.UNCERTAIN, NOW, None)
    assert second.sealed is None


def test_what_is_optional_stays_uncertain_at_once(a_message: Callable[..., Message]) -> None:
    over = after_uncertainty(begin_try(a_message(), NOW), "no answer", NOW, mandatory=False)
    assert (over.state, over.uncertain_at, over.next_try_at) == (State.UNCERTAIN, NOW, None)


def test_what_may_have_arrived_never_counts_as_failed_for_want_of_time(
    a_message: Callable[..., Message],
) -> None:
    message = after_uncertainty(begin_try(a_message(), NOW), "no answer", NOW, mandatory=True)
    while message.next_try_at is not None:
        now = message.next_try_at
        message = after_failure(begin_try(message, now), "away", now, permanent=False)
        assert message.state is State.UNCERTAIN
    refused = after_failure(begin_try(message, NOW), "no", NOW, permanent=True)
    assert refused.state is State.FAILED


def test_a_code_that_may_have_arrived_is_not_sent_when_it_has_lapsed(
    a_message: Callable[..., Message],
) -> None:
    brief = a_message(give_up_at=NOW + timedelta(seconds=50), sealed=b"x")
    over = after_uncertainty(begin_try(brief, NOW), "no answer", NOW, mandatory=True)
    assert (over.next_try_at, over.sealed) == (None, None)


def test_what_came_back_is_over(a_message: Callable[..., Message]) -> None:
    refused = after_failure(begin_try(a_message(), NOW), "no", NOW, permanent=True, bounced=True)
    came_back = after_bounce(after_success(begin_try(a_message(), NOW), NOW), "5.1.1")
    assert (refused.state, came_back.state) == (State.BOUNCED, State.BOUNCED)
    assert (came_back.failure, came_back.next_try_at, came_back.sent_at) == ("5.1.1", None, NOW)

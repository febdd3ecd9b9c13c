"""When a charge that failed is tried again, and when it is given up."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.domain.retry_schedule import (
    ChargeFailure,
    Collecting,
    NextStep,
    Severity,
    after_failure,
    ask_again,
    ask_at_once,
    give_up,
)
from foyer_shared.testing.makers import NOW

FIRST = Collecting(invoice_id="inv_1")
DAY = timedelta(days=1)


@pytest.fixture
def a_failure() -> Callable[..., ChargeFailure]:
    """Makes the soft failure of a card, with any field changed."""

    def make(**changes: Any) -> ChargeFailure:
        failure = ChargeFailure(attempt=1, severity=Severity.SOFT, code="insufficient_funds", kind="card")
        return replace(failure, **changes)

    return make


def test_a_soft_failure_is_tried_again_on_its_days_and_then_given_up(
    a_failure: Callable[..., ChargeFailure],
) -> None:
    collecting, now, days = FIRST, NOW, []
    while True:
        failure = a_failure(attempt=collecting.attempt)
        collecting = after_failure(collecting, failure, USUAL_DUNNING, now=now)
        if collecting.next_at is None:
            break
        assert collecting.next_step is NextStep.ASK
        assert collecting.retried_at == collecting.next_at
        days.append((collecting.next_at - NOW).days)
        now = collecting.next_at
        collecting = ask_again(collecting)
        assert collecting.awaits_outcome
    assert days == [1, 3, 7]
    assert (collecting.attempt, collecting.exhausted_at) == (4, NOW + 7 * DAY)


def test_a_direct_debit_is_tried_again_twice_at_most(a_failure: Callable[..., ChargeFailure]) -> None:
    second = replace(FIRST, attempt=2, first_failed_at=NOW, failure=a_failure())
    third = replace(second, attempt=3, failure=a_failure(attempt=2))
    debit = a_failure(attempt=2, kind="sepa_debit", code="AM04")
    assert after_failure(second, debit, USUAL_DUNNING, now=NOW + DAY).next_at == NOW + 3 * DAY
    last = after_failure(third, replace(debit, attempt=3), USUAL_DUNNING, now=NOW + 3 * DAY)
    assert (last.next_at, last.exhausted_at) == (None, NOW + 3 * DAY)


def test_a_hard_failure_is_not_tried_again_and_given_up_when_the_days_are_over(
    a_failure: Callable[..., ChargeFailure],
) -> None:
    hard = after_failure(FIRST, a_failure(severity=Severity.HARD), USUAL_DUNNING, now=NOW)
    assert (hard.next_step, hard.next_at, hard.retried_at) == (NextStep.GIVE_UP, NOW + 7 * DAY, None)
    assert hard.exhausted_at is None


@pytest.mark.parametrize("severity", Severity)
def test_without_days_one_failure_is_enough(
    severity: Severity, a_failure: Callable[..., ChargeFailure]
) -> None:
    once = replace(USUAL_DUNNING, retry_days=())
    failed = after_failure(FIRST, a_failure(severity=severity), once, now=NOW)
    assert (failed.next_step, failed.exhausted_at) == (None, NOW)


def test_what_is_heard_of_late_is_tried_again_a_day_later_at_least(
    a_failure: Callable[..., ChargeFailure],
) -> None:
    second = replace(FIRST, attempt=2, first_failed_at=NOW, failure=a_failure())
    late = after_failure(second, a_failure(attempt=2), USUAL_DUNNING, now=NOW + 5 * DAY)
    assert late.next_at == NOW + 6 * DAY


def test_a_failure_of_another_attempt_or_heard_of_twice_changes_nothing(
    a_failure: Callable[..., ChargeFailure],
) -> None:
    assert after_failure(FIRST, a_failure(attempt=2), USUAL_DUNNING, now=NOW) is FIRST
    failed = after_failure(FIRST, a_failure(), USUAL_DUNNING, now=NOW)
    assert after_failure(failed, a_failure(code="again"), USUAL_DUNNING, now=NOW + DAY) is failed


def test_a_new_way_to_pay_is_tried_at_once_but_not_beside_an_attempt(
    a_failure: Callable[..., ChargeFailure],
) -> None:
    assert ask_at_once(FIRST, now=NOW) is FIRST
    hard = after_failure(FIRST, a_failure(severity=Severity.HARD), USUAL_DUNNING, now=NOW)
    tried = ask_at_once(hard, now=NOW + DAY)
    assert (tried.next_step, tried.next_at) == (NextStep.ASK, NOW + DAY)
    assert ask_again(tried).attempt == 2


def test_what_was_given_up_is_given_up_once(a_failure: Callable[..., ChargeFailure]) -> None:
    over = replace(give_up(FIRST, now=NOW), failure=a_failure())
    tried = ask_again(ask_at_once(over, now=NOW + DAY))
    again = after_failure(tried, a_failure(attempt=2), USUAL_DUNNING, now=NOW + DAY)
    assert (again.next_step, again.exhausted_at) == (None, NOW)

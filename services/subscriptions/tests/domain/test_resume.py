"""May this pause end, and what comes after it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.errors import NotPaused, PausedByBusiness
from foyer_subscriptions.domain.pause import pause_now
from foyer_subscriptions.domain.resume import check_resume_possible, resume
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription

ASubscription = Callable[..., Subscription]
LATER = NOW + timedelta(days=10)


def test_only_what_is_paused_can_be_resumed(a_subscription: ASubscription) -> None:
    with pytest.raises(NotPaused):
        check_resume_possible(a_subscription(), by=PausedBy.CUSTOMER)


def test_a_pause_of_the_business_is_not_the_customer_s_to_end(a_subscription: ASubscription) -> None:
    paused = pause_now(a_subscription(), by=PausedBy.BUSINESS, resumes_at=LATER, at=NOW)
    with pytest.raises(PausedByBusiness):
        check_resume_possible(paused, by=PausedBy.CUSTOMER)
    check_resume_possible(paused, by=PausedBy.BUSINESS)


def test_the_unused_paid_days_come_after_the_pause(a_subscription: ASubscription) -> None:
    paused = pause_now(a_subscription(), by=PausedBy.CUSTOMER, resumes_at=LATER, at=NOW)
    running = resume(paused, owes=False, at=LATER)
    assert (running.status, running.paused_at, running.waiting) == (Status.ACTIVE, None, ())
    assert running.current_period_end == NOW + timedelta(days=32)
    assert running.billing_anchor == running.current_period_end


def test_a_trial_goes_on_where_it_stopped(a_subscription: ASubscription) -> None:
    trial = a_subscription(status=Status.TRIALING, trial_ends_at=NOW + timedelta(days=3))
    paused = pause_now(trial, by=PausedBy.CUSTOMER, resumes_at=LATER, at=NOW)
    running = resume(paused, owes=False, at=LATER)
    assert (running.status, running.trial_ends_at) == (Status.TRIALING, LATER + timedelta(days=3))


def test_a_debt_shows_when_the_pause_ends(a_subscription: ASubscription) -> None:
    paused = pause_now(a_subscription(), by=PausedBy.CUSTOMER, resumes_at=LATER, at=NOW)
    assert resume(paused, owes=True, at=LATER).status is Status.PAST_DUE

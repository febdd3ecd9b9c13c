"""May this pause end, and what comes after it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.errors import NotPaused, PausedByBusiness
from foyer_subscriptions.domain.pause import pause_now
from foyer_subscriptions.domain.periods import Interval, boundary
from foyer_subscriptions.domain.resume import check_resume_possible, resume
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from hypothesis import given
from hypothesis import strategies as st

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
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
    running = resume(paused, owes=False, zone=AMSTERDAM, at=LATER)
    assert (running.status, running.paused_at, running.waiting) == (Status.ACTIVE, None, ())
    assert running.current_period_end == NOW + timedelta(days=32)
    assert running.billing_anchor == running.current_period_end


def test_a_trial_goes_on_where_it_stopped(a_subscription: ASubscription) -> None:
    trial = a_subscription(
        status=Status.TRIALING,
        trial_ends_at=NOW + timedelta(days=3),
        current_period_end=NOW + timedelta(days=3),
    )
    paused = pause_now(trial, by=PausedBy.CUSTOMER, resumes_at=LATER, at=NOW)
    running = resume(paused, owes=False, zone=AMSTERDAM, at=LATER)
    assert (running.status, running.trial_ends_at) == (Status.TRIALING, LATER + timedelta(days=3))


def test_a_debt_shows_when_the_pause_ends(a_subscription: ASubscription) -> None:
    paused = pause_now(a_subscription(), by=PausedBy.CUSTOMER, resumes_at=LATER, at=NOW)
    assert resume(paused, owes=True, zone=AMSTERDAM, at=LATER).status is Status.PAST_DUE


@pytest.mark.parametrize(
    ("length", "ends", "keeps_anchor", "next_end"),
    [
        # The last minute of 28 February in Amsterdam: the months' ends stay.
        (
            timedelta(hours=11, minutes=59),
            datetime(2026, 2, 28, 22, 59, tzinfo=UTC),
            True,
            datetime(2026, 3, 31, 10, tzinfo=UTC),
        ),
        (
            timedelta(minutes=1),
            datetime(2026, 2, 28, 11, 1, tzinfo=UTC),
            True,
            datetime(2026, 3, 31, 10, tzinfo=UTC),
        ),
        # A minute later it is 1 March there, though not in UTC: the periods begin on the first from now on.
        (
            timedelta(hours=12),
            datetime(2026, 2, 28, 23, 0, tzinfo=UTC),
            False,
            datetime(2026, 3, 31, 22, 0, tzinfo=UTC),
        ),
    ],
)
def test_a_month_end_stays_while_the_period_ends_on_its_day(
    a_subscription: ASubscription,
    length: timedelta,
    ends: datetime,
    keeps_anchor: bool,
    next_end: datetime,
) -> None:
    anchor, paused_at = datetime(2026, 1, 31, 11, tzinfo=UTC), datetime(2026, 2, 10, 9, tzinfo=UTC)
    subscription = a_subscription(
        billing_anchor=anchor,
        current_period_start=anchor,
        current_period_end=boundary(anchor, Interval.MONTH, 1, AMSTERDAM),
    )
    back = paused_at + length
    paused = pause_now(subscription, by=PausedBy.CUSTOMER, resumes_at=back, at=paused_at)
    running = resume(paused, owes=False, zone=AMSTERDAM, at=back)
    assert (running.current_period_end, running.billing_anchor) == (ends, anchor if keeps_anchor else ends)
    count = 2 if keeps_anchor else 1
    assert boundary(running.billing_anchor, Interval.MONTH, count, AMSTERDAM) == next_end


@given(
    paused_after=st.integers(-400 * 86_400, 400 * 86_400).map(lambda count: timedelta(seconds=count)),
    length=st.integers(-2 * 86_400, 800 * 86_400).map(lambda count: timedelta(seconds=count)),
    zone=st.sampled_from(["Europe/Amsterdam", "UTC", "Pacific/Kiritimati", "America/New_York"]),
)
def test_a_pause_never_brings_the_period_s_end_forward(
    a_subscription: ASubscription, paused_after: timedelta, length: timedelta, zone: str
) -> None:
    subscription, paused_at = a_subscription(), NOW + paused_after
    paused = pause_now(subscription, by=PausedBy.CUSTOMER, resumes_at=LATER, at=paused_at)
    running = resume(paused, owes=False, zone=ZoneInfo(zone), at=paused_at + length)
    assert running.current_period_end == subscription.current_period_end + max(length, timedelta())
    assert running.current_period_end >= subscription.current_period_end
    assert running.billing_anchor in {subscription.billing_anchor, running.current_period_end}

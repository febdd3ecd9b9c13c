"""A pause that credits the unused paid days: what comes back, and what begins after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.charge import lines_for, total_of
from foyer_subscriptions.domain.end import cancel_as_of
from foyer_subscriptions.domain.pause import pause_now
from foyer_subscriptions.domain.pause_credit import is_credited, lines_left, without_the_rest
from foyer_subscriptions.domain.policy import PauseUnused, SelfServicePolicy
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.renew import renew
from foyer_subscriptions.domain.resume import resume
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import NOTHING_BOUGHT, PausedBy, Stretch, Subscription
from foyer_subscriptions.domain.timeline import Due, Step, charges, next_due
from hypothesis import given
from hypothesis import strategies as st

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ASubscription = Callable[..., Subscription]
CREDIT = SelfServicePolicy(pause_unused=PauseUnused.CREDIT)
MONTH = 31 * 86_400
LATER = NOW + timedelta(days=40)


def credited(subscription: Subscription, *, at: datetime = NOW) -> Subscription:
    """Paused then, with what is left credited."""
    return pause_now(without_the_rest(subscription, at=at), by=PausedBy.CUSTOMER, resumes_at=LATER, at=at)


def test_what_was_bought_and_not_used_comes_back(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    (line,) = lines_left(subscription, at=NOW + timedelta(milliseconds=900))
    # 22 of 31 days of €29.00: €20.58.
    assert (line.amount, line.proration) == (Money(2058, "EUR"), (22 * 86_400, MONTH))
    paused = credited(subscription, at=NOW + timedelta(milliseconds=900))
    assert (paused.current_period_end, paused.paused_at, paused.pause_credited) == (NOW, NOW, True)
    assert paused.bought == Stretch(0, 9 * 86_400, 9 * 86_400)
    # What is canceled in such a pause brings nothing back a second time.
    assert lines_left(paused, at=NOW) == ()
    assert paused.next_charge_at == LATER
    assert cancel_as_of(paused, LATER).pause_credited is False


@pytest.mark.parametrize(
    ("changes", "policy", "begins", "expected"),
    [
        ({}, CREDIT, NOW, True),
        ({}, SelfServicePolicy(), NOW, False),
        ({"bought": NOTHING_BOUGHT, "status": Status.TRIALING}, CREDIT, NOW, False),
        # One that begins with the period's end leaves nothing unused.
        ({}, CREDIT, NOW + timedelta(days=22), False),
        ({}, CREDIT, NOW + timedelta(days=21, hours=23), True),
    ],
)
def test_only_paid_days_are_credited(
    a_subscription: ASubscription,
    changes: dict[str, object],
    policy: SelfServicePolicy,
    begins: datetime,
    expected: bool,
) -> None:
    assert is_credited(a_subscription(**changes), policy, begins=begins) is expected


def test_a_whole_period_begins_with_the_resume(a_subscription: ASubscription) -> None:
    paused = credited(a_subscription())
    assert next_due(paused) == Due(LATER, Step.RESUME)
    assert charges(Due(LATER, Step.RESUME), paused)
    back = datetime(2026, 4, 19, 9, 30, 0, 700, tzinfo=UTC)
    running = resume(paused, owes=False, zone=AMSTERDAM, at=back)
    begins = back.replace(microsecond=0)
    assert (running.status, running.paused_at, running.pause_credited) == (Status.ACTIVE, None, False)
    assert (running.current_period_start, running.current_period_end) == (
        begins,
        datetime(2026, 5, 19, 9, 30, tzinfo=UTC),
    )
    assert (running.billing_anchor, running.period_number) == (begins, 2)
    assert total_of(running, lines_for(running, running.bought)) == Money(2900, "EUR")


def test_on_the_same_day_too(a_subscription: ASubscription) -> None:
    running = resume(credited(a_subscription()), owes=True, zone=AMSTERDAM, at=NOW + timedelta(hours=1))
    assert running.status is Status.PAST_DUE
    assert running.current_period_end == datetime(2026, 4, 10, 9, 30, tzinfo=UTC)


def test_a_period_that_the_trial_ended_with_is_no_trial(a_subscription: ASubscription) -> None:
    begun = a_subscription(trial_ends_at=NOW, current_period_start=NOW)
    running = resume(credited(begun), owes=False, zone=AMSTERDAM, at=LATER)
    assert (running.status, running.trial_ends_at) == (Status.ACTIVE, NOW)


def test_a_fixed_term_keeps_its_length(a_subscription: ASubscription) -> None:
    subscription = a_subscription(periods=2, period_number=1)
    paused = credited(subscription)
    back = datetime(2026, 4, 1, 9, 30, tzinfo=UTC)
    rest = resume(paused, owes=False, zone=AMSTERDAM, at=back)
    ends = back + timedelta(days=22)
    assert (rest.current_period_end, rest.period_number, rest.billing_anchor) == (ends, 1, ends)
    # What came back is charged, to the cent.
    assert total_of(rest, lines_for(rest, rest.bought)) == Money(2058, "EUR")
    second = renew(rest, zone=AMSTERDAM)
    assert (second.current_period_end, second.period_number) == (datetime(2026, 5, 23, 9, 30, tzinfo=UTC), 2)
    assert second.is_last_period


def test_a_term_s_period_that_was_not_used_at_all_begins_again(a_subscription: ASubscription) -> None:
    fresh = a_subscription(periods=2, period_number=2, current_period_start=NOW, current_period_end=LATER)
    fresh = replace(fresh, bought=Stretch(0, 40 * 86_400, 40 * 86_400))
    paused = credited(fresh)
    assert total_of(fresh, lines_left(fresh, at=NOW)) == Money(2900, "EUR")
    assert not paused.is_last_period
    running = resume(paused, owes=False, zone=AMSTERDAM, at=LATER)
    assert (running.period_number, running.current_period_end) == (2, LATER + timedelta(days=40))
    assert running.is_last_period


@given(
    price=st.integers(0, 1_000_000),
    quantity=st.integers(1, 9),
    used=st.integers(0, MONTH - 1),
    term=st.sampled_from([None, 3]),
)
def test_what_was_used_and_what_comes_back_are_what_was_paid(
    a_subscription: ASubscription, price: int, quantity: int, used: int, term: int | None
) -> None:
    start = NOW - timedelta(days=9)
    (item,) = a_subscription().items
    items = (
        replace(item, pricing=Pricing(unit_amount=Money(price, "JPY")), quantity=quantity),
        replace(item, pricing=Pricing(unit_amount=Money(7, "JPY"))),
    )
    subscription = a_subscription(items=items, periods=term)
    at = start + timedelta(seconds=used)
    back = total_of(subscription, lines_left(subscription, at=at))
    paused = credited(subscription, at=at)
    used_share = subscription.amount.share(used, MONTH)
    assert used_share + back == subscription.amount
    running = resume(paused, owes=False, zone=AMSTERDAM, at=at + timedelta(days=3))
    again = total_of(running, lines_for(running, running.bought))
    assert again == (back if term else subscription.amount)

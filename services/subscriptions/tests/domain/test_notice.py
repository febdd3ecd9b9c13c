"""When a cancellation takes effect: three modes, three notice policies, and the consumers' cap."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.customer import Customer
from foyer_subscriptions.domain.notice import End, effective_end
from foyer_subscriptions.domain.policy import (
    CancellationCredit,
    CancellationMode,
    NoticePolicy,
    SelfServicePolicy,
)
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import CreditTo, Subscription

ASubscription = Callable[..., Subscription]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
PERIOD_END = NOW + timedelta(days=22)
# The clocks of Amsterdam go forward on 29 March 2026: a day there is an hour shorter.
AFTER_30_DAYS = datetime(2026, 4, 9, 8, 30, tzinfo=UTC)
AFTER_10_DAYS = NOW + timedelta(days=10)
A_MONTH = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
NEXT_YEAR = NOW + timedelta(days=300)
PERSON, COMPANY = Customer(country="DE"), Customer(company=True, country="DE")
LATER, NOTICE, CAPPED = (
    NoticePolicy.NOTICE_OR_PERIOD_END_LATER,
    NoticePolicy.NOTICE,
    NoticePolicy.NOTICE_CAPPED_WITH_PRORATA_REFUND,
)


def end_of(
    subscription: Subscription,
    mode: CancellationMode = CancellationMode.REQUEST,
    customer: Customer = COMPANY,
    now: datetime = NOW,
    **policy: Any,
) -> End:
    """Canceled now in Amsterdam."""
    return effective_end(
        subscription, SelfServicePolicy(**policy), mode, customer=customer, zone=AMSTERDAM, now=now
    )


@pytest.mark.parametrize(
    ("notice_policy", "days", "at", "credit_to"),
    [
        (LATER, 30, AFTER_30_DAYS, None),
        (LATER, 10, PERIOD_END, None),
        (NOTICE, 30, AFTER_30_DAYS, None),
        (NOTICE, 10, AFTER_10_DAYS, None),
        (NOTICE, 0, NOW, None),
        (CAPPED, 30, PERIOD_END, CreditTo.REFUND),
        (CAPPED, 10, AFTER_10_DAYS, CreditTo.REFUND),
    ],
)
def test_a_request_takes_effect_by_its_notice(
    a_subscription: ASubscription,
    notice_policy: NoticePolicy,
    days: int,
    at: datetime,
    credit_to: CreditTo | None,
) -> None:
    end = end_of(a_subscription(), notice_policy=notice_policy, notice_days=days)
    assert end == End(at, credit_to)


@pytest.mark.parametrize(
    ("credit", "credit_to"),
    [(CancellationCredit.PRORATE, CreditTo.BALANCE), (CancellationCredit.NONE, None)],
)
def test_at_once_is_now_with_credit_by_policy(
    a_subscription: ASubscription, credit: CancellationCredit, credit_to: CreditTo | None
) -> None:
    end = end_of(a_subscription(), CancellationMode.IMMEDIATE, cancellation_credit=credit)
    assert end == End(NOW, credit_to)


@pytest.mark.parametrize("mode", [CancellationMode.REQUEST, CancellationMode.PERIOD_END])
@pytest.mark.parametrize(
    ("customer", "number", "end"),
    [
        (PERSON, 2, End(A_MONTH, CreditTo.REFUND)),
        (Customer(country="NL"), 2, End(A_MONTH, CreditTo.REFUND)),
        (PERSON, 1, End(NEXT_YEAR)),
        (COMPANY, 2, End(NEXT_YEAR)),
        (Customer(country="FR"), 2, End(NEXT_YEAR)),
        (Customer(), 2, End(NEXT_YEAR)),
    ],
)
def test_consumers_give_a_month_at_most_after_the_first_term(
    a_subscription: ASubscription, mode: CancellationMode, customer: Customer, number: int, end: End
) -> None:
    yearly = a_subscription(period_number=number, current_period_end=NEXT_YEAR)
    assert end_of(yearly, mode, customer) == end


def test_a_trial_and_a_last_period_end_no_later_than_they_would(a_subscription: ASubscription) -> None:
    for changes in ({"status": Status.TRIALING, "period_number": 0}, {"periods": 1}):
        assert end_of(a_subscription(**changes)) == End(PERIOD_END)


def test_what_waits_for_a_mandate_ends_at_once(a_subscription: ASubscription) -> None:
    assert end_of(a_subscription(status=Status.PENDING_MANDATE)) == End(NOW)


@pytest.mark.parametrize("left", [5, -5])
def test_a_paused_one_ends_with_its_unmoved_period(a_subscription: ASubscription, left: int) -> None:
    paused = a_subscription(status=Status.PAUSED, current_period_end=NOW + timedelta(days=left))
    assert end_of(paused) == End(NOW + timedelta(days=max(left, 0)))


@pytest.mark.parametrize(
    ("notice_policy", "days", "end"),
    [
        (LATER, 30, End(PERIOD_END)),
        (NOTICE, 30, End(PERIOD_END)),
        (NOTICE, 10, End(AFTER_10_DAYS)),
        (CAPPED, 10, End(AFTER_10_DAYS, CreditTo.REFUND)),
    ],
)
def test_what_is_paused_waits_no_longer_than_for_its_period(
    a_subscription: ASubscription, notice_policy: NoticePolicy, days: int, end: End
) -> None:
    paused = a_subscription(status=Status.PAUSED, paused_at=NOW - timedelta(days=1))
    assert end_of(paused, notice_policy=notice_policy, notice_days=days) == end


@pytest.mark.parametrize("mode", [CancellationMode.REQUEST, CancellationMode.PERIOD_END])
def test_a_pause_holds_no_consumer_longer_than_a_month(
    a_subscription: ASubscription, mode: CancellationMode
) -> None:
    paused = a_subscription(status=Status.PAUSED, period_number=2, current_period_end=NEXT_YEAR)
    assert end_of(paused, mode, PERSON) == End(A_MONTH, CreditTo.REFUND)
    assert end_of(paused, mode, COMPANY) == End(NEXT_YEAR)


@pytest.mark.parametrize(
    ("mode", "policy"),
    [
        (CancellationMode.IMMEDIATE, {}),
        (CancellationMode.PERIOD_END, {}),
        (CancellationMode.REQUEST, {"notice_days": 0}),
        (CancellationMode.REQUEST, {"notice_days": 0, "notice_policy": NOTICE}),
        (CancellationMode.REQUEST, {"notice_policy": CAPPED}),
    ],
)
def test_a_period_that_is_over_was_the_last_one(
    a_subscription: ASubscription, mode: CancellationMode, policy: dict[str, Any]
) -> None:
    over = NOW - timedelta(minutes=5)
    assert end_of(a_subscription(current_period_end=over), mode, **policy).at == over

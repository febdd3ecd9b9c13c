"""How periods follow each other, and what a stretch of one costs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.money import Money
from foyer_subscriptions.domain.charge import lines_for, unused
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.proration import distribute
from foyer_subscriptions.domain.renew import begin_period, renew
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    Item,
    PausedBy,
    PendingChange,
    Stretch,
    Subscription,
)
from hypothesis import given
from hypothesis import strategies as st

ASubscription = Callable[..., Subscription]
A_DAY = 86_400


def an_item(amount: int, currency: str = "EUR", quantity: int = 1) -> Item:
    """One line."""
    return Item(
        price_id=f"price_{amount}",
        product_id="prod_1",
        product_name="Studio",
        quantity=quantity,
        pricing=Pricing(unit_amount=Money(amount, currency)),
    )


def a_cancel(at: datetime) -> PendingChange:
    """A cancellation that waits."""
    return PendingChange(id="chg_1", kind=ChangeKind.CANCEL, effective_at=at, requested_by=PausedBy.CUSTOMER)


def local_ends(subscription: Subscription, zone: str, count: int) -> list[str]:
    """The ends of so many periods, as the business's clock shows them."""
    found = []
    for _ in range(count):
        subscription = renew(subscription, zone=ZoneInfo(zone))
        found.append(subscription.current_period_end.astimezone(ZoneInfo(zone)).isoformat(timespec="minutes"))
    return found


@pytest.mark.parametrize(
    ("begins", "interval", "zone", "ends"),
    [
        (
            datetime(2026, 1, 31, 11, tzinfo=UTC),
            Interval.MONTH,
            "Europe/Amsterdam",
            ["2026-02-28T12:00+01:00", "2026-03-31T12:00+02:00", "2026-04-30T12:00+02:00"],
        ),
        (
            datetime(2026, 10, 24, 10, tzinfo=UTC),
            Interval.DAY,
            "Europe/Amsterdam",
            ["2026-10-25T12:00+01:00", "2026-10-26T12:00+01:00", "2026-10-27T12:00+01:00"],
        ),
        (
            datetime(2026, 3, 7, 7, 30, tzinfo=UTC),
            Interval.DAY,
            "America/New_York",
            # There is no 02:30 on 8 March 2026.
            ["2026-03-08T03:30-04:00", "2026-03-09T02:30-04:00", "2026-03-10T02:30-04:00"],
        ),
        (
            datetime(2024, 2, 29, 12, tzinfo=UTC),
            Interval.YEAR,
            "Europe/Amsterdam",
            [
                f"{year}-02-{day}T13:00+01:00"
                for year, day in ((2025, 28), (2026, 28), (2027, 28), (2028, 29))
            ],
        ),
    ],
)
def test_periods_keep_their_day_and_their_hour(
    a_subscription: ASubscription, begins: datetime, interval: Interval, zone: str, ends: list[str]
) -> None:
    before = a_subscription(interval=interval, billing_anchor=begins, current_period_end=begins)
    assert local_ends(before, zone, len(ends)) == ends


def test_a_renewal_costs_what_the_interval_costs(a_subscription: ASubscription) -> None:
    renewed = renew(a_subscription(items=(an_item(2900), an_item(500, quantity=3))), zone=ZoneInfo("UTC"))
    assert [(line.amount, line.proration) for line in lines_for(renewed, renewed.bought)] == [
        (Money(2900, "EUR"), None),
        (Money(1500, "EUR"), None),
    ]
    assert renewed.period_number == 2


@pytest.mark.parametrize(
    ("amounts", "currency", "days", "charged"),
    [
        # 31 days in all: 10 of them are 935.48, so 935 with the cent to the larger remainder.
        ([2900], "EUR", 10, [935]),
        ([1000, 1000, 900], "EUR", 10, [323, 322, 290]),
        ([980], "JPY", 10, [316]),
        ([0, 0], "EUR", 10, [0, 0]),
        ([1], "EUR", 10, [0]),
        ([1], "EUR", 16, [1]),
    ],
)
def test_a_stretch_is_charged_to_the_second_with_every_cent_kept(
    a_subscription: ASubscription, amounts: list[int], currency: str, days: int, charged: list[int]
) -> None:
    subscription = a_subscription(items=tuple(an_item(amount, currency) for amount in amounts))
    lines = lines_for(subscription, Stretch(0, days * A_DAY, 31 * A_DAY))
    assert [line.amount.amount for line in lines] == charged
    assert {line.proration for line in lines} == {(days * A_DAY, 31 * A_DAY)}


def test_a_cancellation_shortens_the_period_that_begins_before_it(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    ends = subscription.current_period_end + timedelta(days=10)
    last = renew(subscription.with_change(a_cancel(ends)), zone=ZoneInfo("UTC"))
    assert (last.current_period_end, last.bought) == (ends, Stretch(0, 10 * A_DAY, 30 * A_DAY))
    (line,) = lines_for(last, last.bought)
    assert line.amount == Money(967, "EUR")


def test_after_a_shortened_period_the_rest_comes_first_and_both_cost_the_whole(
    a_subscription: ASubscription,
) -> None:
    subscription = a_subscription()
    cancel = a_cancel(subscription.current_period_end + timedelta(days=10))
    short = renew(subscription.with_change(cancel), zone=ZoneInfo("UTC"))
    rest = renew(replace(short, changes=()), zone=ZoneInfo("UTC"))
    assert (rest.period_number, rest.bought) == (2, Stretch(10 * A_DAY, 30 * A_DAY, 30 * A_DAY))
    assert rest.current_period_end == datetime(2026, 5, 1, 9, 30, tzinfo=UTC)
    amounts = [line.amount.amount for one in (short, rest) for line in lines_for(one, one.bought)]
    assert amounts == [967, 1933]
    assert renew(rest, zone=ZoneInfo("UTC")).period_number == 3


def test_what_follows_is_unused_and_a_pause_stops_the_use(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    at = subscription.current_period_end - timedelta(days=5)
    assert unused(subscription, at) == Stretch(26 * A_DAY, 31 * A_DAY, 31 * A_DAY)
    paused = a_subscription(paused_at=at - timedelta(days=2))
    assert unused(paused, at) == Stretch(24 * A_DAY, 31 * A_DAY, 31 * A_DAY)
    assert unused(subscription, subscription.current_period_end).bought == 0


@given(
    amounts=st.lists(st.integers(0, 10**9), min_size=1, max_size=5),
    cuts=st.lists(st.integers(0, 31 * A_DAY), max_size=4).map(sorted),
)
def test_stretches_of_an_interval_cost_together_what_it_costs(
    a_subscription: ASubscription, amounts: list[int], cuts: list[int]
) -> None:
    subscription = a_subscription(items=tuple(an_item(amount) for amount in amounts))
    edges = [0, *cuts, 31 * A_DAY]
    parts = [
        [line.amount.amount for line in lines_for(subscription, Stretch(begins, ends, 31 * A_DAY))]
        for begins, ends in pairwise(edges)
    ]
    assert sum(map(sum, parts)) == sum(amounts)
    assert all(amount >= 0 for part in parts for amount in part)


def test_what_weighs_nothing_goes_to_the_first() -> None:
    assert distribute(Money(1, "EUR"), [Money(0, "EUR")] * 2) == [Money(1, "EUR"), Money(0, "EUR")]


def test_a_boundary_far_from_its_anchor_is_found(a_subscription: ASubscription) -> None:
    anchor = datetime(1990, 1, 31, 23, tzinfo=UTC)
    begun = begin_period(
        a_subscription(interval=Interval.MONTH, billing_anchor=anchor),
        zone=ZoneInfo("UTC"),
        begins=datetime(2026, 2, 28, 23, tzinfo=UTC),
    )
    assert begun.current_period_end == datetime(2026, 3, 31, 23, tzinfo=UTC)

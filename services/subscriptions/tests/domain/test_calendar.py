"""Renewal after renewal across months' ends, leap days and clocks that are put forward and back."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.money import Money
from foyer_subscriptions.domain.charge import lines_for, total_of
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.renew import begin_period, renew, seconds_between
from foyer_subscriptions.domain.subscription import Subscription

ASubscription = Callable[..., Subscription]
AMSTERDAM, NEW_YORK = "Europe/Amsterdam", "America/New_York"


def at(zone: str, text: str) -> datetime:
    """That wall-clock time there, as UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "interval", "begins", "boundaries"),
    [
        (
            AMSTERDAM,
            Interval.MONTH,
            "2026-01-31T11:00",
            ["2026-02-28T11:00", "2026-03-31T11:00", "2026-04-30T11:00", "2026-05-31T11:00"],
        ),
        ("UTC", Interval.MONTH, "2027-12-31T23:59:59", ["2028-01-31T23:59:59", "2028-02-29T23:59:59"]),
        (
            AMSTERDAM,
            Interval.YEAR,
            "2024-02-29T09:00",
            ["2025-02-28T09:00", "2026-02-28T09:00", "2027-02-28T09:00", "2028-02-29T09:00"],
        ),
        # 02:30 is left out on 29 March in Amsterdam: it is counted with the offset before, so at 03:30.
        (AMSTERDAM, Interval.DAY, "2026-03-28T02:30", ["2026-03-29T03:30", "2026-03-30T02:30"]),
        # 02:30 comes twice on 25 October: the first one counts.
        (AMSTERDAM, Interval.DAY, "2026-10-24T02:30", ["2026-10-25T02:30", "2026-10-26T02:30"]),
        (AMSTERDAM, Interval.WEEK, "2026-03-24T10:00", ["2026-03-31T10:00", "2026-04-07T10:00"]),
        (NEW_YORK, Interval.MONTH, "2026-02-08T02:15", ["2026-03-08T03:15", "2026-04-08T02:15"]),
        (NEW_YORK, Interval.MONTH, "2026-10-01T01:30", ["2026-11-01T01:30", "2026-12-01T01:30"]),
        # Half an hour beside the others, and summer time of half an hour.
        ("Asia/Kolkata", Interval.MONTH, "2026-01-31T00:10", ["2026-02-28T00:10", "2026-03-31T00:10"]),
        ("Australia/Lord_Howe", Interval.DAY, "2026-04-04T12:00", ["2026-04-05T12:00", "2026-04-06T12:00"]),
    ],
)
def test_each_period_ends_on_its_day_and_by_its_clock(
    a_subscription: ASubscription, zone: str, interval: Interval, begins: str, boundaries: list[str]
) -> None:
    where, start = ZoneInfo(zone), at(zone, begins)
    one = begin_period(
        a_subscription(interval=interval, billing_anchor=start, period_number=0), zone=where, begins=start
    )
    for number, expected in enumerate(boundaries, start=1):
        assert (one.current_period_start, one.current_period_end) == (start, at(zone, expected))
        assert one.period_number == number
        # However many hours it has, it is a whole one and costs what it costs.
        assert one.bought.bought == one.bought.whole == seconds_between(start, one.current_period_end)
        assert total_of(one, lines_for(one, one.bought)) == Money(2900, "EUR")
        start, one = one.current_period_end, renew(one, zone=where)


@pytest.mark.parametrize(
    ("zone", "begins", "hours"),
    [
        (AMSTERDAM, "2026-03-28T12:00", 23),
        (AMSTERDAM, "2026-10-24T12:00", 25),
        (NEW_YORK, "2026-03-07T12:00", 23),
        (NEW_YORK, "2026-10-31T12:00", 25),
        ("Australia/Lord_Howe", "2026-04-04T12:00", 24.5),
        ("Asia/Kolkata", "2026-03-28T12:00", 24),
    ],
)
def test_a_day_has_the_hours_that_it_has(
    a_subscription: ASubscription, zone: str, begins: str, hours: float
) -> None:
    start = at(zone, begins)
    day = begin_period(
        a_subscription(interval=Interval.DAY, billing_anchor=start), zone=ZoneInfo(zone), begins=start
    )
    assert day.current_period_end - start == timedelta(hours=hours)

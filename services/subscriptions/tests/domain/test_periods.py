"""Where a billing period ends."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from foyer_subscriptions.domain.periods import Interval, boundary
from hypothesis import given
from hypothesis import strategies as st

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.mark.parametrize(
    ("anchor", "interval", "count", "expected"),
    [
        (datetime(2026, 1, 31, 11, tzinfo=UTC), Interval.MONTH, 1, datetime(2026, 2, 28, 11, tzinfo=UTC)),
        # 31 March has summer time: the same wall-clock time is an hour earlier in UTC.
        (datetime(2026, 1, 31, 11, tzinfo=UTC), Interval.MONTH, 2, datetime(2026, 3, 31, 10, tzinfo=UTC)),
        (datetime(2024, 2, 29, 11, tzinfo=UTC), Interval.YEAR, 1, datetime(2025, 2, 28, 11, tzinfo=UTC)),
        (datetime(2024, 2, 29, 11, tzinfo=UTC), Interval.YEAR, 4, datetime(2028, 2, 29, 11, tzinfo=UTC)),
        (datetime(2026, 3, 28, 11, tzinfo=UTC), Interval.DAY, 1, datetime(2026, 3, 29, 10, tzinfo=UTC)),
        (datetime(2026, 3, 27, 11, tzinfo=UTC), Interval.WEEK, 2, datetime(2026, 4, 10, 10, tzinfo=UTC)),
        # Half past midnight of 1 March in Amsterdam is still February in UTC.
        (
            datetime(2026, 2, 28, 23, 30, tzinfo=UTC),
            Interval.MONTH,
            1,
            datetime(2026, 3, 31, 22, 30, tzinfo=UTC),
        ),
    ],
)
def test_boundary_keeps_day_and_wall_clock(
    anchor: datetime, interval: Interval, count: int, expected: datetime
) -> None:
    assert boundary(anchor, interval, count, AMSTERDAM) == expected


@given(
    anchor=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001  The zone is the strategy's.
    interval=st.sampled_from(Interval),
    count=st.integers(1, 200),
)
def test_boundaries_follow_one_another(anchor: datetime, interval: Interval, count: int) -> None:
    before = boundary(anchor, interval, count - 1, AMSTERDAM)
    after = boundary(anchor, interval, count, AMSTERDAM)
    assert timedelta(hours=22) <= after - before <= timedelta(days=367)

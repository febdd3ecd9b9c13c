"""Billing periods: intervals in the business's calendar, from an anchor, with month ends kept."""

from calendar import monthrange
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from foyer_shared.basics.errors import Invalid


class Interval(StrEnum):
    """The unit of a billing interval."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


LONGEST = {Interval.DAY: 1095, Interval.WEEK: 156, Interval.MONTH: 36, Interval.YEAR: 3}
"""Three years, the longest period that is charged at once (as Stripe's)."""


class IntervalTooLong(Invalid):
    """A period lasts three years at most."""

    code = "interval_too_long"


def check_interval(interval: Interval, count: int) -> None:
    """Refuses a period that is longer."""
    if count > LONGEST[interval]:
        raise IntervalTooLong(
            f"A period lasts {LONGEST[interval]} {interval}s at most.", field="interval_count"
        )


def add_months(moment: datetime, months: int) -> datetime:
    """The same day of a later month, or that month's last day when it is shorter."""
    year, month = divmod(moment.year * 12 + moment.month - 1 + months, 12)
    return moment.replace(year=year, month=month + 1, day=min(moment.day, monthrange(year, month + 1)[1]))


def boundary(anchor: datetime, interval: Interval, count: int, zone: ZoneInfo) -> datetime:
    """The moment `count` intervals after the anchor, at the same wall-clock time in the zone, as UTC.

    Counting from the anchor, and not from the last boundary, keeps 31 January → 28 February → 31 March.
    """
    local = anchor.astimezone(zone).replace(tzinfo=None)
    match interval:
        case Interval.DAY:
            local += timedelta(days=count)
        case Interval.WEEK:
            local += timedelta(weeks=count)
        case Interval.MONTH:
            local = add_months(local, count)
        case Interval.YEAR:
            local = add_months(local, 12 * count)
    return local.replace(tzinfo=zone).astimezone(anchor.tzinfo)


_LONGEST = {
    Interval.DAY: timedelta(days=1),
    Interval.WEEK: timedelta(weeks=1),
    Interval.MONTH: timedelta(days=31),
    Interval.YEAR: timedelta(days=366),
}


def boundaries_until(
    anchor: datetime, interval: Interval, count: int, zone: ZoneInfo, *, moment: datetime
) -> int:
    """How many boundaries there are from the anchor, which is the first, to the moment, itself included."""
    # One less than what fits at the least: a day may be an hour shorter or longer.
    found = max(0, (moment - anchor) // (_LONGEST[interval] * count) - 1)
    while boundary(anchor, interval, count * found, zone) <= moment:
        found += 1
    return found


def next_boundary(
    anchor: datetime, interval: Interval, count: int, zone: ZoneInfo, *, after: datetime
) -> datetime:
    """The first boundary counted from the anchor that is later than `after`."""
    passed = boundaries_until(anchor, interval, count, zone, moment=after)
    return boundary(anchor, interval, count * passed, zone)


def to_the_second(moment: datetime) -> datetime:
    """Periods begin and end on whole seconds, so that shares of them add up."""
    return moment.replace(microsecond=0)

"""Moments as customers write them: exactly, or as a day where the business is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from foyer_shared.basics.errors import Invalid

FIRST_YEAR, LAST_YEAR = 2000, 2199
"""What is further away is a typing error; and a moment at the calendar's very ends has no other zone."""


class NotAMoment(Invalid):
    """It is neither a date nor a moment with its zone, or lies too far away."""

    code = "invalid"


def moment_from(text: str, *, zone: str, field: str) -> datetime:
    """`2026-12-01T09:00:00Z` as it says, `2026-12-01` as the start of that day in the business's zone."""
    moment = _day(text, zone) or exact_moment(text)
    if moment is None:
        raise NotAMoment(
            f"Give a date such as 2026-12-01, or a moment with its zone, from {FIRST_YEAR} to {LAST_YEAR}.",
            field=field,
        )
    return moment


def exact_moment(text: str) -> datetime | None:
    """A moment with its zone; None for what is none, or lies too far away."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo and is_near(moment) else None


def is_near(day: date) -> bool:
    """Whether its year is one that we take."""
    return FIRST_YEAR <= day.year <= LAST_YEAR


def _day(text: str, zone: str) -> datetime | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime.combine(day, time(), ZoneInfo(zone)) if is_near(day) else None

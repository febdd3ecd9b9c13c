"""Moments as customers write them: exactly, or as a day where the business is."""

from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from foyer_shared.basics.errors import Invalid


class NotAMoment(Invalid):
    """It is neither a date nor a moment with its zone."""

    code = "invalid"


def moment_from(text: str, *, zone: str, field: str) -> datetime:
    """`2026-12-01T09:00:00Z` as it says, `2026-12-01` as the start of that day in the business's zone."""
    moment = _day(text, zone) or _moment(text)
    if moment is None:
        raise NotAMoment("Give a date such as 2026-12-01, or a moment with its zone.", field=field)
    return moment


def _day(text: str, zone: str) -> datetime | None:
    try:
        return datetime.combine(date.fromisoformat(text), time(), ZoneInfo(zone))
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else None

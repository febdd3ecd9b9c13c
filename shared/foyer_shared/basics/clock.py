"""Two clocks: real time for sessions, tokens and delays; the business's time for everything it sells."""

from datetime import UTC, datetime


def real_now() -> datetime:
    """The time on the wall, UTC."""
    return datetime.now(UTC)


def to_rfc3339(moment: datetime) -> str:
    """Write a moment as `2026-11-22T10:00:00Z`, with the fraction only when there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")

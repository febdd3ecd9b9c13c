"""Two clocks: real time for sessions, tokens and delays; the business's time for everything it sells."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


def real_now() -> datetime:
    """The time on the wall, UTC."""
    return datetime.now(UTC)


def to_rfc3339(moment: datetime) -> str:
    """Write a moment as `2026-11-22T10:00:00Z`, with the fraction only when there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


@dataclass(frozen=True, slots=True)
class Clocks:
    """How far the clocks of businesses are ahead of real time; whoever is not named has the real one."""

    ahead: Mapping[str, timedelta]

    def of(self, business_id: str, real: datetime) -> datetime:
        """What a business's clock shows at a real moment."""
        return real + self.ahead.get(business_id, timedelta())

"""The month until whose end a card works."""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from foyer_payments.domain.errors import ExpiryMalformed

WARNED_AHEAD = (30, 7)
"""So many days before it expires the customer is told."""


@dataclass(frozen=True, slots=True, order=True)
class Expiry:
    """A month as printed on a card; it still works on the month's last day, UTC. Raises ExpiryMalformed."""

    year: int
    month: int

    def __post_init__(self) -> None:
        if not 1 <= self.month <= 12:  # noqa: PLR2004  Months.
            raise ExpiryMalformed("The month is a number from 1 to 12.", field="exp_month")
        if not 2000 <= self.year <= 2099:  # noqa: PLR2004  The century that two printed digits stand for.
            raise ExpiryMalformed("The year has four digits, such as 2030.", field="exp_year")

    def is_over(self, now: datetime) -> bool:
        """Whether the month has passed."""
        return (now.year, now.month) > (self.year, self.month)

    @property
    def last_day(self) -> date:
        """On which it still works."""
        return date(self.year, self.month, calendar.monthrange(self.year, self.month)[1])

    def warning_due(self, warned: int | None, now: datetime) -> int | None:
        """Of which of the warnings it is time, the latest one; None if that was given, or it is over."""
        last = datetime.combine(self.last_day, datetime.min.time(), UTC)
        left = last + timedelta(days=1) - now
        due = [days for days in WARNED_AHEAD if timedelta() < left <= timedelta(days=days)]
        return min(due) if due and (warned is None or min(due) < warned) else None

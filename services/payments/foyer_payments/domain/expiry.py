"""The month until whose end a card works."""

from dataclasses import dataclass
from datetime import datetime

from foyer_payments.domain.errors import ExpiryMalformed


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

"""What payments needs to know of a business."""

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Business:
    """`number_prefix` begins the references of its mandates; without `creditor_identifier` it has none."""

    id: str
    number_prefix: str
    creditor_identifier: str | None
    portal_url: str = ""
    currency: str = "EUR"
    country: str | None = None
    """Where it is, once that is known here."""
    clock_offset: int = 0
    """Seconds by which its clock is ahead of real time."""

    def now(self, real: datetime) -> datetime:
        """What its clock shows."""
        return real + timedelta(seconds=self.clock_offset)

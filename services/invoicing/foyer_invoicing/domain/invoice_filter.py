"""What a list of invoices is narrowed to."""

from dataclasses import dataclass
from datetime import date

from foyer_shared.basics.errors import Invalid

from foyer_invoicing.domain.invoice import InvoiceStatus, ShownStatus


class DatesAreCrossed(Invalid):
    """The first day is after the last one."""

    code = "dates_are_crossed"


@dataclass(frozen=True, slots=True, kw_only=True)
class InvoiceFilter:
    """Of what is named only; raises DatesAreCrossed."""

    status: InvoiceStatus | ShownStatus | None = None
    customer_id: str | None = None
    subscription_id: str | None = None
    issued_from: date | None = None
    """The first day, which counts."""
    issued_until: date | None = None
    """The last day, which counts."""
    text: str | None = None
    """Part of the number or of what a line says, in any case."""

    def __post_init__(self) -> None:
        """The end comes after the beginning."""
        if self.issued_from and self.issued_until and self.issued_from > self.issued_until:
            raise DatesAreCrossed("The first day is after the last one.", field="issued_from")


EVERY = InvoiceFilter()

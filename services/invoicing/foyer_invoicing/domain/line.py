"""The lines of orders and invoices, without and with their tax."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.tax import TaxClass, tax_on, tax_percent


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many of one thing. Amounts are without tax."""

    description: str
    quantity: int
    unit_amount: Money
    tax_class: TaxClass = TaxClass.STANDARD
    product_id: str | None = None

    @property
    def amount(self) -> Money:
        """The line's net amount (EN 16931, BT-131)."""
        return self.unit_amount * self.quantity


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """A line with the rate and the tax that applied on the day."""

    line: Line
    percent: Decimal
    tax: Money


def taxed_lines(lines: Sequence[Line], *, country: str, day: date) -> tuple[TaxedLine, ...]:
    """Each line with its tax for a buyer in this country on this day, rounded per line."""
    rated = ((line, tax_percent(country, line.tax_class, day)) for line in lines)
    return tuple(TaxedLine(line, percent, tax_on(line.amount, percent)) for line, percent in rated)

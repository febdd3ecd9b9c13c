"""What lines come to: net, tax by rate, and all in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.tax import TaxCategory


@dataclass(frozen=True, slots=True)
class TaxSubtotal:
    """One category's and rate's part (EN 16931, BG-23)."""

    percent: Decimal
    category: TaxCategory
    taxable: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a document (EN 16931, BG-22)."""

    subtotal: Money
    """Without tax."""
    tax: Money
    total: Money
    """With tax."""
    taxes: tuple[TaxSubtotal, ...]
    """The tax by rate, highest first."""


def totals_of(lines: Sequence[TaxedLine]) -> Totals:
    """Sum lines of one currency, by rate and all in all."""
    nothing = Money(0, lines[0].tax.currency)
    taxes = []
    for percent, category in sorted({(line.percent, line.category) for line in lines}, key=_highest_first):
        same = [line for line in lines if (line.percent, line.category) == (percent, category)]
        taxable = sum((line.net for line in same), nothing)
        taxes.append(TaxSubtotal(percent, category, taxable, sum((line.tax for line in same), nothing)))
    subtotal = sum((each.taxable for each in taxes), nothing)
    tax = sum((each.tax for each in taxes), nothing)
    return Totals(subtotal, tax, subtotal + tax, tuple(taxes))


def _highest_first(rate: tuple[Decimal, TaxCategory]) -> tuple[Decimal, TaxCategory]:
    percent, category = rate
    return -percent, category

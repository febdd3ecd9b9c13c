"""The lines of orders, invoices and tax quotes, without and with their tax."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.tax import TaxBehavior, TaxCategory, TaxClass, tax_on, tax_within
from foyer_invoicing.domain.taxation import Taxation, taxation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many of one thing, or of a part of it."""

    description: str
    quantity: int
    amount: Money
    """For all of them; below zero for what is given back."""
    unit_amount: Money | None = None
    """For one of them, where the line is that much for each."""
    discount: Money | None = None
    """What has come off the amount already, of the same sign."""
    tax_class: TaxClass = TaxClass.STANDARD
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    """Of both amounts."""
    product_id: str | None = None
    reference: str | None = None
    """What whoever made the line knows it by."""
    of_line: int | None = None
    """In a credit note: which line of the invoice it gives back, counted from 1."""


@dataclass(frozen=True, slots=True)
class TaxedLine:
    """A line with the rate that applied on the day, its net amount (EN 16931, BT-131) and the tax on that."""

    line: Line
    percent: Decimal
    category: TaxCategory
    net: Money
    tax: Money

    @property
    def net_discount(self) -> Money:
        """What has come off the net amount (EN 16931, BT-136)."""
        discount = self.line.discount or Money(0, self.net.currency)
        inside = self.line.tax_behavior is TaxBehavior.INCLUSIVE
        return discount - tax_within(discount, self.percent) if inside else discount

    @property
    def gross(self) -> Money:
        """With tax."""
        return self.net + self.tax


def negated(taxed: TaxedLine) -> TaxedLine:
    """What the line charges given back, or the other way round."""
    line = taxed.line
    turned = replace(line, amount=-line.amount, unit_amount=-line.unit_amount if line.unit_amount else None)
    return replace(taxed, line=turned, net=-taxed.net, tax=-taxed.tax)


def taxed_lines(
    lines: Sequence[Line], *, buyer: Buyer, rates: CountryRates, day: date
) -> tuple[TaxedLine, ...]:
    """Each line with its tax for this buyer on this day, rounded per line; `rates` are their country's."""
    return tuple(_taxed(line, taxation_of(buyer, rates, line.tax_class, day)) for line in lines)


def _taxed(line: Line, taxation: Taxation) -> TaxedLine:
    if line.tax_behavior is TaxBehavior.INCLUSIVE:
        tax = tax_within(line.amount, taxation.percent)
        net = line.amount - tax
    else:
        net, tax = line.amount, tax_on(line.amount, taxation.percent)
    return TaxedLine(line, taxation.percent, taxation.category, net, tax)

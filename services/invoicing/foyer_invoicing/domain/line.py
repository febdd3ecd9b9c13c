"""The lines of orders, invoices and tax quotes, without and with their tax."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.rounding import rounded_together
from foyer_invoicing.domain.tax import (
    Supply,
    TaxBehavior,
    TaxCategory,
    TaxClass,
    exact_tax,
    tax_within,
)
from foyer_invoicing.domain.taxation import Taxation, taxation_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """So many of one thing, or of a part of it."""

    description: str
    quantity: int
    amount: Money
    """For all of them; below zero for what is given back."""
    unit_amount: Money | None = None
    """For one of them, before a discount, where the line is that much for each."""
    discount: Money | None = None
    """What has come off the amount already, of the same sign."""
    tax_class: TaxClass = TaxClass.STANDARD
    supply: Supply = Supply.SERVICES
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    """Of both amounts."""
    product_id: str | None = None
    reference: str | None = None
    """What whoever made the line knows it by."""
    shipping: bool = False
    """Whether it is for sending the other ones."""
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


def so_much_for_each(unit_amount: Money, quantity: int, whole: Money) -> Money | None:
    """What one costs before a discount; None for a part of an interval, and for what has tiers."""
    return unit_amount if unit_amount * quantity == whole else None


def negated(taxed: TaxedLine) -> TaxedLine:
    """What the line charges given back, or the other way round."""
    line = taxed.line
    turned = replace(line, amount=-line.amount, unit_amount=-line.unit_amount if line.unit_amount else None)
    return replace(taxed, line=turned, net=-taxed.net, tax=-taxed.tax)


def taxed_lines(
    lines: Sequence[Line],
    *,
    buyers: Mapping[Supply, Buyer],
    rates: Mapping[str, CountryRates],
    day: date,
) -> tuple[TaxedLine, ...]:
    """Each line with its tax on this day: for the buyer of what it is, by the rates of that one's country."""
    taxations = []
    for line in lines:
        buyer = buyers[line.supply]
        taxations.append(taxation_of(buyer, rates[buyer.country], line.tax_class, day))
    return with_tax(lines, taxations)


def with_tax(lines: Sequence[Line], taxations: Sequence[Taxation]) -> tuple[TaxedLine, ...]:
    """Each line with its part of its rate's tax, which is rounded once: what rounding one line leaves goes to
    the next. Those that have their tax inside come first, so that the sums are the same in any order.
    """
    taxes: dict[int, int] = {}
    for taxation in set(taxations):
        places = [place for place, each in enumerate(taxations) if each == taxation]
        places.sort(key=lambda place: lines[place].tax_behavior is not TaxBehavior.INCLUSIVE)
        exact = (
            exact_tax(lines[place].amount, taxation.percent, lines[place].tax_behavior) for place in places
        )
        taxes |= zip(places, rounded_together(exact), strict=True)
    return tuple(
        _taxed(line, taxation, Money(taxes[place], line.amount.currency))
        for place, (line, taxation) in enumerate(zip(lines, taxations, strict=True))
    )


def _taxed(line: Line, taxation: Taxation, tax: Money) -> TaxedLine:
    net = line.amount - tax if line.tax_behavior is TaxBehavior.INCLUSIVE else line.amount
    return TaxedLine(line, taxation.percent, taxation.category, net, tax)

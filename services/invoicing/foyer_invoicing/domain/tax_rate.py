"""A rate of tax with the days on which it holds, and the rules for a business's own."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from foyer_shared.basics.errors import Conflict, Invalid, NotFound

from foyer_invoicing.domain.tax import TaxClass

CLASSES_WITH_RATES = (TaxClass.STANDARD, TaxClass.REDUCED)
HIGHEST = Decimal(100)
FINEST = Decimal("0.01")


class TaxRateNotFound(NotFound):
    """There is no such rate for whoever asks."""


class TaxClassWithoutRates(Invalid):
    """What is zero-rated or exempt has no rate to set."""

    code = "tax_class_without_rates"


class PercentOutOfRange(Invalid):
    """A rate below zero, above a hundred, or finer than a hundredth."""

    code = "percent_out_of_range"


class TaxRateEndsBeforeItBegins(Invalid):
    """The last day lies before the first."""

    code = "tax_rate_ends_before_it_begins"


class TaxRatesOverlap(Conflict):
    """The business has a rate for this country and class on some of the days."""

    code = "tax_rates_overlap"


class TaxRatePublished(Conflict):
    """A published rate is everybody's; no business can change it."""

    code = "tax_rate_published"


@dataclass(frozen=True, slots=True, kw_only=True)
class TaxRate:
    """What a country takes of a class, from a day until another."""

    id: str
    business_id: str | None
    """Whose own it is; None for a published one."""
    country: str
    """ISO 3166-1 alpha-2."""
    tax_class: TaxClass
    percent: Decimal
    valid_from: date
    valid_until: date | None
    """The last day; None while no end is known."""
    source: str
    """Where it is written."""

    def holds_on(self, day: date) -> bool:
        """Whether the day is one of its days."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)

    def ends_on(self, last_day: date | None) -> "TaxRate":
        """A business's own rate with another last day; raises TaxRatePublished."""
        if self.business_id is None:
            raise TaxRatePublished("This is a published rate. Add one of your own, which takes precedence.")
        return replace(self, valid_until=last_day)


def check_tax_rate(rate: TaxRate, own: Iterable[TaxRate]) -> None:
    """Refuse a rate that a business cannot have beside its own of the same country and class."""
    if rate.tax_class not in CLASSES_WITH_RATES:
        raise TaxClassWithoutRates(f"Nothing is taxed as {rate.tax_class} at a rate.", field="tax_class")
    if not 0 <= rate.percent <= HIGHEST or rate.percent % FINEST:
        raise PercentOutOfRange("A rate is 0 to 100 percent, to the hundredth.", field="percent")
    if rate.valid_until is not None and rate.valid_until < rate.valid_from:
        raise TaxRateEndsBeforeItBegins("The last day is the first or a later one.", field="valid_until")
    for other in own:
        if other.id != rate.id and _overlap(rate, other):
            raise TaxRatesOverlap(
                f"You have a rate from {other.valid_from} until {other.valid_until or 'further notice'}. "
                "End it before this one begins.",
                field="valid_from",
            )


def _overlap(one: TaxRate, other: TaxRate) -> bool:
    return _begins_within(one, other) or _begins_within(other, one)


def _begins_within(one: TaxRate, other: TaxRate) -> bool:
    return other.holds_on(one.valid_from)

"""Which of a country's rates applies on a day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.domain.tax_rate import TaxRate


@dataclass(frozen=True, slots=True)
class CountryRates:
    """All rates of one country that a business goes by: the published ones, and its own."""

    rates: tuple[TaxRate, ...]

    @classmethod
    def of(cls, rates: Iterable[TaxRate]) -> "CountryRates":
        return cls(tuple(sorted(rates, key=lambda rate: rate.valid_from)))

    def are_own_on(self, day: date) -> bool:
        """Whether one of them is the business's own on the day: it is registered in that country."""
        return any(rate.business_id and rate.holds_on(day) for rate in self.rates)

    def percent(self, tax_class: TaxClass, day: date) -> Decimal | None:
        """The rate of the class on the day, None where no rate is known.

        A business's own rate comes before the published one. The published ones begin in 2016: the first of
        them counts for the days before. A country without a reduced rate takes the standard one.
        """
        for wanted in dict.fromkeys((tax_class, TaxClass.STANDARD)):
            same = [rate for rate in self.rates if rate.tax_class is wanted]
            published = [rate for rate in same if rate.business_id is None]
            holding = [rate for rate in same if rate.business_id and rate.holds_on(day)]
            holding += [rate for rate in published if rate.holds_on(day)]
            holding += [rate for rate in published[:1] if day < rate.valid_from]
            if holding:
                return holding[0].percent
        return None

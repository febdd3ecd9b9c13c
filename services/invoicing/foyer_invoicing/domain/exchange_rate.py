"""What one currency is worth in another from a day on, and the rules for a business's rates."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from foyer_shared.basics.currencies import decimals, is_currency
from foyer_shared.basics.errors import Conflict, Invalid, NotFound
from foyer_shared.basics.money import Money, UnknownCurrency

from foyer_invoicing.domain.rounding import rounded

DIGITS = 10
"""At most so many before the point, and so many after it."""


class ExchangeRateNotFound(NotFound):
    """There is no such rate for whoever asks."""


class ExchangeRateOfOneCurrency(Invalid):
    """A currency is always worth itself."""

    code = "exchange_rate_of_one_currency"


class ExchangeRateNotPositive(Invalid):
    """A rate of nothing, or below it."""

    code = "exchange_rate_not_positive"


class ExchangeRateTooLong(Invalid):
    """A rate with more digits than are kept."""

    code = "exchange_rate_too_long"


class ExchangeRateExists(Conflict):
    """The business has a rate of these two currencies that begins on this day, whichever comes first."""

    code = "exchange_rate_exists"


@dataclass(frozen=True, slots=True, kw_only=True)
class ExchangeRate:
    """How much of one currency is paid for one of another; it holds until the next one of the two begins."""

    id: str
    business_id: str
    from_currency: str
    to_currency: str
    rate: Decimal
    """So much of `to_currency` is worth one of `from_currency`."""
    valid_from: date
    source: str
    """Where it is written."""

    def convert(self, money: Money) -> Money:
        """An amount of either currency in the other one, halves away from zero."""
        worth, currency = Fraction(self.rate), self.to_currency
        if money.currency == self.to_currency:
            worth, currency = 1 / worth, self.from_currency
        unit = Fraction(10) ** (decimals(currency) - decimals(money.currency))
        return Money(rounded(money.amount * worth * unit), currency)


def pair_of(one: str, other: str) -> str:
    """Two currencies, whichever comes first: a rate serves both ways."""
    return " ".join(sorted((one, other)))


def check_exchange_rate(rate: ExchangeRate) -> None:
    """Refuse one that says nothing."""
    for field in ("from_currency", "to_currency"):
        code = getattr(rate, field)
        if not is_currency(code):
            raise UnknownCurrency(f"{code!r} is not a currency code of ISO 4217.", field=field)
    if rate.from_currency == rate.to_currency:
        raise ExchangeRateOfOneCurrency("Name two currencies.", field="to_currency")
    if rate.rate <= 0:
        raise ExchangeRateNotPositive("A rate is more than nothing.", field="rate")
    if rate.rate >= 10**DIGITS or rate.rate != round(rate.rate, DIGITS):
        raise ExchangeRateTooLong(
            f"A rate has at most {DIGITS} digits before the point and {DIGITS} after it.", field="rate"
        )

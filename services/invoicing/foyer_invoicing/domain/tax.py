"""Value-added tax: how things are taxed, the rates of the European Union, and the tax on an amount."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from foyer_shared.basics.money import Money

from foyer_invoicing.domain.buyer import Buyer

_HUNDREDTHS_IN_WHOLE = 100 * 100
_NOTHING = Decimal(0)


class TaxClass(StrEnum):
    """How a product is taxed."""

    STANDARD = "standard"
    ZERO = "zero"
    EXEMPT = "exempt"


class TaxBehavior(StrEnum):
    """Whether an amount has its tax in it, or the tax comes on top."""

    EXCLUSIVE = "exclusive"
    INCLUSIVE = "inclusive"


class TaxCategory(StrEnum):
    """Why a line is taxed as it is (EN 16931, BT-151)."""

    STANDARD = "standard"
    """At a rate above zero, a reduced one too: S."""
    ZERO = "zero"
    """Taxable, at no rate: Z."""
    EXEMPT = "exempt"
    """Not taxed because of what it is: E."""
    REVERSE_CHARGE = "reverse_charge"
    """The buyer accounts for it: AE."""
    OUTSIDE_SCOPE = "outside_scope"
    """Sold where no tax of ours is known: O."""


# Percent per country, oldest first. The table begins in 2020; a rate of an earlier day counts from then.
_START = date(2020, 1, 1)
_STANDARD_RATES: dict[str, tuple[tuple[date, str], ...]] = {
    "AT": ((_START, "20"),),
    "BE": ((_START, "21"),),
    "BG": ((_START, "20"),),
    "CY": ((_START, "19"),),
    "CZ": ((_START, "21"),),
    "DE": ((_START, "19"), (date(2020, 7, 1), "16"), (date(2021, 1, 1), "19")),
    "DK": ((_START, "25"),),
    "EE": ((_START, "20"), (date(2024, 1, 1), "22"), (date(2025, 7, 1), "24")),
    "ES": ((_START, "21"),),
    "FI": ((_START, "24"), (date(2024, 9, 1), "25.5")),
    "FR": ((_START, "20"),),
    "GR": ((_START, "24"),),
    "HR": ((_START, "25"),),
    "HU": ((_START, "27"),),
    "IE": ((_START, "23"), (date(2020, 9, 1), "21"), (date(2021, 3, 1), "23")),
    "IT": ((_START, "22"),),
    "LT": ((_START, "21"),),
    "LU": ((_START, "17"), (date(2023, 1, 1), "16"), (date(2024, 1, 1), "17")),
    "LV": ((_START, "21"),),
    "MT": ((_START, "18"),),
    "NL": ((_START, "21"),),
    "PL": ((_START, "23"),),
    "PT": ((_START, "23"),),
    "RO": ((_START, "19"), (date(2025, 8, 1), "21")),
    "SE": ((_START, "25"),),
    "SI": ((_START, "22"),),
    "SK": ((_START, "20"), (date(2025, 1, 1), "23")),
}


@dataclass(frozen=True, slots=True)
class Taxation:
    """The rate in percent that applies to a line, and why."""

    percent: Decimal
    category: TaxCategory


def taxation_of(buyer: Buyer, tax_class: TaxClass, day: date) -> Taxation:
    """How something of this class is taxed when this buyer buys it on this day; not at all elsewhere."""
    rates = _STANDARD_RATES.get(buyer.country)
    if tax_class is TaxClass.EXEMPT:
        return Taxation(_NOTHING, TaxCategory.EXEMPT)
    if buyer.reverse_charge:
        return Taxation(_NOTHING, TaxCategory.REVERSE_CHARGE)
    if rates is None:
        return Taxation(_NOTHING, TaxCategory.OUTSIDE_SCOPE)
    if tax_class is TaxClass.ZERO:
        return Taxation(_NOTHING, TaxCategory.ZERO)
    percent = rates[0][1]
    for start, later in rates[1:]:
        if start <= day:
            percent = later
    return Taxation(Decimal(percent), TaxCategory.STANDARD)


def tax_on(amount: Money, percent: Decimal) -> Money:
    """The tax that comes on top of an amount, rounded to the minor unit, halves away from zero."""
    return amount.share(int(percent * 100), _HUNDREDTHS_IN_WHOLE)


def tax_within(amount: Money, percent: Decimal) -> Money:
    """The tax that an amount has in it, rounded in the same way."""
    hundredths = int(percent * 100)
    return amount.share(hundredths, _HUNDREDTHS_IN_WHOLE + hundredths)

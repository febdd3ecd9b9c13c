"""Value-added tax: the standard rates of the European Union, each from the day it applies."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from foyer_shared.basics.money import Money

_HUNDREDTHS_IN_WHOLE = 100 * 100


class TaxClass(StrEnum):
    """How a product is taxed."""

    STANDARD = "standard"
    ZERO = "zero"


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


def tax_percent(country: str, tax_class: TaxClass, day: date) -> Decimal:
    """The rate in percent for a buyer in this country on this day; 0 outside the European Union."""
    rates = _STANDARD_RATES.get(country)
    if rates is None or tax_class is TaxClass.ZERO:
        return Decimal(0)
    percent = rates[0][1]
    for start, later in rates[1:]:
        if start <= day:
            percent = later
    return Decimal(percent)


def tax_on(amount: Money, percent: Decimal) -> Money:
    """The tax on an amount without tax, rounded to the minor unit, halves up."""
    return amount.share(int(percent * 100), _HUNDREDTHS_IN_WHOLE)

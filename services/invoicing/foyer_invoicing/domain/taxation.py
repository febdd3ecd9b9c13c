"""How a line is taxed: at which rate, and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.tax import TaxCategory, TaxClass

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Taxation:
    """The rate in percent that applies, and why."""

    percent: Decimal
    category: TaxCategory


def taxation_of(buyer: Buyer, rates: CountryRates, tax_class: TaxClass, day: date) -> Taxation:
    """How something of this class is taxed when this buyer buys it on this day, by their country's rates."""
    elsewhere = buyer.abroad and not rates.are_own_on(day)
    if elsewhere or not buyer.seller_charges_tax:
        return Taxation(_NOTHING, TaxCategory.OUTSIDE_SCOPE)
    if tax_class is TaxClass.EXEMPT:
        return Taxation(_NOTHING, TaxCategory.EXEMPT)
    if buyer.reverse_charge:
        return Taxation(_NOTHING, TaxCategory.REVERSE_CHARGE)
    percent = rates.percent(tax_class, day)
    if percent is None:
        return Taxation(_NOTHING, TaxCategory.OUTSIDE_SCOPE)
    if tax_class is TaxClass.ZERO or not percent:
        return Taxation(_NOTHING, TaxCategory.ZERO)
    return Taxation(percent, TaxCategory.STANDARD)

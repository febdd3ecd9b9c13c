"""How a line is taxed: at which rate, and why."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.tax import Supply, TaxCategory, TaxClass

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Taxation:
    """The rate in percent that applies, and why."""

    percent: Decimal
    category: TaxCategory


def taxation_of(buyer: Buyer, rates: CountryRates, tax_class: TaxClass, day: date) -> Taxation:
    """How something of this class is taxed when this buyer buys it on this day, by their country's rates."""
    reason = _reason_for_none(buyer, rates, tax_class, day)
    if reason:
        return Taxation(_NOTHING, reason)
    percent = rates.percent(tax_class, day)
    if percent is None:
        return Taxation(_NOTHING, TaxCategory.OUTSIDE_SCOPE)
    if tax_class is TaxClass.ZERO or not percent:
        return Taxation(_NOTHING, TaxCategory.ZERO)
    return Taxation(percent, TaxCategory.STANDARD)


def _reason_for_none(buyer: Buyer, rates: CountryRates, tax_class: TaxClass, day: date) -> TaxCategory | None:
    """Services that are supplied elsewhere are not exempt here; goods that are exempt are so wherever they go
    (C-240/05).
    """
    goods = buyer.supply is Supply.GOODS
    elsewhere = buyer.abroad and not rates.are_own_on(day)
    if not buyer.seller_charges_tax or (elsewhere and not goods):
        return TaxCategory.OUTSIDE_SCOPE
    if tax_class is TaxClass.EXEMPT:
        return TaxCategory.EXEMPT
    if elsewhere:
        return TaxCategory.EXPORT
    if buyer.reverse_charge:
        return TaxCategory.INTRA_COMMUNITY if goods else TaxCategory.REVERSE_CHARGE
    return None

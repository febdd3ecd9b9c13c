"""Amounts as Stripe writes them: in the smallest unit, which for some currencies is not ISO 4217's."""

from foyer_shared.basics.currencies import decimals
from foyer_shared.basics.money import Money

_OTHER_DECIMALS = {"ISK": 2, "MGA": 0, "UGX": 2}
"""https://docs.stripe.com/currencies: where Stripe counts otherwise than ISO 4217."""


def to_stripe(money: Money) -> int:
    """In Stripe's unit; raises ValueError for a part of it."""
    there = money.amount * 10 ** _more(money.currency)
    if there != int(there):
        raise ValueError(money)
    return int(there)


def from_stripe(amount: int, currency: str) -> Money:
    """Stripe names currencies in small letters; a part of our unit raises ValueError."""
    code = currency.upper()
    here = amount / 10 ** _more(code)
    if here != int(here):
        raise ValueError(amount)
    return Money(int(here), code)


def _more(currency: str) -> int:
    return _OTHER_DECIMALS.get(currency, decimals(currency)) - decimals(currency)

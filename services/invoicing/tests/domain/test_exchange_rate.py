"""What money is worth in another currency."""

from collections.abc import Callable

import pytest
from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_shared.basics.money import Money

MakeRate = Callable[..., ExchangeRate]


@pytest.mark.parametrize(
    ("pair", "rate", "money", "worth"),
    [
        (("EUR", "USD"), "1.25", Money(100, "EUR"), Money(125, "USD")),
        (("EUR", "USD"), "1.25", Money(125, "USD"), Money(100, "EUR")),
        (("EUR", "USD"), "1.005", Money(100, "EUR"), Money(101, "USD")),
        (("EUR", "USD"), "1.005", Money(-100, "EUR"), Money(-101, "USD")),
        (("EUR", "USD"), "1.0049999999", Money(100, "EUR"), Money(100, "USD")),
        (("USD", "EUR"), "3", Money(100, "EUR"), Money(33, "USD")),
        (("EUR", "JPY"), "163.5", Money(100, "EUR"), Money(164, "JPY")),
        (("EUR", "JPY"), "163.5", Money(327, "JPY"), Money(200, "EUR")),
        (("EUR", "KWD"), "0.3333", Money(100, "EUR"), Money(333, "KWD")),
        (("KWD", "JPY"), "500", Money(1, "KWD"), Money(1, "JPY")),
        (("EUR", "IRR"), "9999999999.9999999999", Money(10**12, "EUR"), Money(10**22 - 100, "IRR")),
    ],
)
def test_it_serves_both_ways_and_rounds_halves_away_from_zero(
    an_exchange_rate: MakeRate, pair: tuple[str, str], rate: str, money: Money, worth: Money
) -> None:
    assert an_exchange_rate(*pair, rate).convert(money) == worth

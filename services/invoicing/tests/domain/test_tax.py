"""Tax on an amount and within it, rounded."""

from decimal import Decimal

import pytest
from foyer_invoicing.domain.rounding import rounded
from foyer_invoicing.domain.tax import TaxBehavior, exact_tax, tax_within
from foyer_shared.basics.money import Money


@pytest.mark.parametrize(
    ("net", "percent", "tax"),
    [
        (1000, "21", 210),
        (7, "21", 1),
        (2, "25", 1),
        (1, "21", 0),
        (1999, "25.5", 510),
        (0, "21", 0),
        (-1000, "21", -210),
        (-2, "25", -1),
    ],
)
def test_tax_on_top_is_rounded_halves_away_from_zero(net: int, percent: str, tax: int) -> None:
    assert rounded(exact_tax(Money(net, "EUR"), Decimal(percent), TaxBehavior.EXCLUSIVE)) == tax


@pytest.mark.parametrize(
    ("gross", "percent", "tax"),
    [
        (1210, "21", 210),
        (1000, "21", 174),  # 173.55…
        (999, "9", 82),  # 82.48…
        (1999, "25.5", 406),  # 406.18…
        (9, "20", 2),  # 1.5
        (-9, "20", -2),
        (1000, "0", 0),
        (0, "21", 0),
    ],
)
def test_tax_within_is_rounded_halves_away_from_zero(gross: int, percent: str, tax: int) -> None:
    assert tax_within(Money(gross, "EUR"), Decimal(percent)) == Money(tax, "EUR")

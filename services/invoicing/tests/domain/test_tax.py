"""The rates of the table, and rounding."""

from datetime import date
from decimal import Decimal

import pytest
from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.tax import Taxation, TaxCategory, TaxClass, tax_on, tax_within, taxation_of
from foyer_shared.basics.money import Money
from hypothesis import given
from hypothesis import strategies as st


@pytest.mark.parametrize(
    ("country", "day", "percent"),
    [
        ("NL", date(2026, 3, 10), "21"),
        ("BE", date(2026, 3, 10), "21"),
        ("FR", date(2026, 3, 10), "20"),
        ("LU", date(2022, 12, 31), "17"),
        ("LU", date(2023, 6, 1), "16"),
        ("LU", date(2026, 3, 10), "17"),
        ("DE", date(2020, 6, 30), "19"),
        ("DE", date(2020, 7, 1), "16"),
        ("DE", date(2020, 12, 31), "16"),
        ("DE", date(2021, 1, 1), "19"),
        ("FI", date(2024, 8, 31), "24"),
        ("FI", date(2024, 9, 1), "25.5"),
        ("EE", date(2025, 7, 1), "24"),
        ("RO", date(2025, 7, 31), "19"),
        ("RO", date(2025, 8, 1), "21"),
        ("NL", date(2015, 1, 1), "21"),
    ],
)
def test_the_rate_is_the_country_s_on_that_day(country: str, day: date, percent: str) -> None:
    taxation = Taxation(Decimal(percent), TaxCategory.STANDARD)
    assert taxation_of(Buyer(country=country), TaxClass.STANDARD, day) == taxation


@pytest.mark.parametrize(
    ("country", "reverse_charge", "tax_class", "category"),
    [
        ("NL", False, TaxClass.ZERO, TaxCategory.ZERO),
        ("NL", False, TaxClass.EXEMPT, TaxCategory.EXEMPT),
        ("DE", True, TaxClass.STANDARD, TaxCategory.REVERSE_CHARGE),
        ("DE", True, TaxClass.ZERO, TaxCategory.REVERSE_CHARGE),
        ("DE", True, TaxClass.EXEMPT, TaxCategory.EXEMPT),
        ("US", False, TaxClass.STANDARD, TaxCategory.OUTSIDE_SCOPE),
        ("US", False, TaxClass.ZERO, TaxCategory.OUTSIDE_SCOPE),
        ("US", False, TaxClass.EXEMPT, TaxCategory.EXEMPT),
    ],
)
def test_no_tax_has_its_reason(
    country: str, reverse_charge: bool, tax_class: TaxClass, category: TaxCategory
) -> None:
    buyer = Buyer(country=country, reverse_charge=reverse_charge)
    assert taxation_of(buyer, tax_class, date(2026, 3, 10)) == Taxation(Decimal(0), category)


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
    assert tax_on(Money(net, "EUR"), Decimal(percent)) == Money(tax, "EUR")


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


@given(st.integers(0, 10**12), st.sampled_from(["0", "16", "19", "21", "25.5", "27"]))
def test_the_rounding_is_never_off_by_more_than_half_a_unit(net: int, percent: str) -> None:
    tax = tax_on(Money(net, "EUR"), Decimal(percent)).amount
    assert abs(tax - net * Decimal(percent) / 100) <= Decimal("0.5")

"""Which rate applies when, and which a business can have."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.buyer import Buyer
from foyer_invoicing.domain.country_rates import CountryRates
from foyer_invoicing.domain.tax import Supply, TaxCategory, TaxClass
from foyer_invoicing.domain.tax_rate import (
    PercentOutOfRange,
    TaxClassWithoutRates,
    TaxRate,
    TaxRateEndsBeforeItBegins,
    TaxRatePublished,
    TaxRatesOverlap,
    check_tax_rate,
)
from foyer_invoicing.domain.taxation import Taxation, taxation_of
from foyer_shared.basics.errors import FoyerError
from foyer_shared.testing.makers import NORTHWIND

ARate = Callable[..., TaxRate]
TODAY = date(2026, 3, 10)


@pytest.fixture
def a_rate() -> ARate:
    """Makes Northwind's own of 20 % in the Netherlands in 2026, with any field changed."""
    rate = TaxRate(
        id="txr_own",
        business_id=NORTHWIND,
        country="NL",
        tax_class=TaxClass.STANDARD,
        percent=Decimal(20),
        valid_from=date(2026, 1, 1),
        valid_until=date(2026, 12, 31),
        source="The tax office",
    )

    def make(**changes: Any) -> TaxRate:
        return replace(rate, **changes)

    return make


@pytest.fixture
def dutch(a_rate: ARate) -> CountryRates:
    """6 %, then 9 % as of 2019; 21 % of old."""
    published = {"business_id": None, "valid_from": date(2016, 1, 1), "valid_until": None}
    reduced = published | {"tax_class": TaxClass.REDUCED}
    return CountryRates.of(
        [
            a_rate(**reduced | {"id": "9", "percent": Decimal(9), "valid_from": date(2019, 1, 1)}),
            a_rate(**reduced | {"id": "6", "percent": Decimal(6), "valid_until": date(2018, 12, 31)}),
            a_rate(**published | {"id": "21", "percent": Decimal(21)}),
        ]
    )


@pytest.mark.parametrize(
    ("tax_class", "day", "percent"),
    [
        (TaxClass.STANDARD, TODAY, 21),
        (TaxClass.REDUCED, date(2018, 12, 31), 6),
        (TaxClass.REDUCED, date(2019, 1, 1), 9),
        (TaxClass.REDUCED, date(2010, 1, 1), 6),
        (TaxClass.STANDARD, date(2010, 1, 1), 21),
    ],
)
def test_a_rate_holds_on_its_first_and_its_last_day(
    dutch: CountryRates, tax_class: TaxClass, day: date, percent: int
) -> None:
    assert dutch.percent(tax_class, day) == percent


@pytest.mark.parametrize(
    ("day", "percent"),
    [
        (date(2025, 12, 31), 21),
        (date(2026, 1, 1), 20),
        (date(2026, 12, 31), 20),
        (date(2027, 1, 1), 21),
    ],
)
def test_a_business_s_own_comes_first_on_its_days(
    dutch: CountryRates, a_rate: ARate, day: date, percent: int
) -> None:
    assert CountryRates.of((*dutch.rates, a_rate())).percent(TaxClass.STANDARD, day) == percent


def test_a_country_without_a_reduced_rate_takes_the_standard_one(a_rate: ARate) -> None:
    assert CountryRates.of([a_rate()]).percent(TaxClass.REDUCED, TODAY) == 20


def test_a_business_s_own_alone_says_nothing_of_other_days(a_rate: ARate) -> None:
    rates = CountryRates.of([a_rate()])
    assert [rates.percent(TaxClass.STANDARD, date(year, 6, 1)) for year in (2025, 2026, 2027)] == [
        None,
        20,
        None,
    ]


@pytest.mark.parametrize(
    ("reverse_charge", "tax_class", "taxation"),
    [
        (False, TaxClass.STANDARD, Taxation(Decimal(21), TaxCategory.STANDARD)),
        (False, TaxClass.REDUCED, Taxation(Decimal(9), TaxCategory.STANDARD)),
        (False, TaxClass.ZERO, Taxation(Decimal(0), TaxCategory.ZERO)),
        (False, TaxClass.EXEMPT, Taxation(Decimal(0), TaxCategory.EXEMPT)),
        (True, TaxClass.STANDARD, Taxation(Decimal(0), TaxCategory.REVERSE_CHARGE)),
        (True, TaxClass.ZERO, Taxation(Decimal(0), TaxCategory.REVERSE_CHARGE)),
        (True, TaxClass.EXEMPT, Taxation(Decimal(0), TaxCategory.EXEMPT)),
    ],
)
def test_every_taxation_has_its_reason(
    dutch: CountryRates, reverse_charge: bool, tax_class: TaxClass, taxation: Taxation
) -> None:
    buyer = Buyer(country="NL", reverse_charge=reverse_charge)
    assert taxation_of(buyer, dutch, tax_class, TODAY) == taxation


@pytest.mark.parametrize("tax_class", [TaxClass.STANDARD, TaxClass.REDUCED, TaxClass.ZERO])
def test_where_no_rate_is_known_nothing_is_taxed(tax_class: TaxClass) -> None:
    nothing = Taxation(Decimal(0), TaxCategory.OUTSIDE_SCOPE)
    assert taxation_of(Buyer(country="US"), CountryRates(()), tax_class, TODAY) == nothing


@pytest.mark.parametrize("tax_class", TaxClass)
def test_what_is_sold_abroad_is_outside_the_scope_whatever_is_published(
    dutch: CountryRates, tax_class: TaxClass
) -> None:
    nothing = Taxation(Decimal(0), TaxCategory.OUTSIDE_SCOPE)
    assert taxation_of(Buyer(country="GB", abroad=True), dutch, tax_class, TODAY) == nothing


@pytest.mark.parametrize(
    ("tax_class", "day", "percent", "category"),
    [
        (TaxClass.STANDARD, TODAY, 20, TaxCategory.STANDARD),
        (TaxClass.REDUCED, TODAY, 9, TaxCategory.STANDARD),
        (TaxClass.EXEMPT, TODAY, 0, TaxCategory.EXEMPT),
        (TaxClass.STANDARD, date(2027, 1, 1), 0, TaxCategory.OUTSIDE_SCOPE),
        (TaxClass.REDUCED, date(2027, 1, 1), 0, TaxCategory.OUTSIDE_SCOPE),
    ],
)
def test_a_rate_of_its_own_says_that_a_business_is_registered_abroad_on_its_days(
    dutch: CountryRates, a_rate: ARate, tax_class: TaxClass, day: date, percent: int, category: TaxCategory
) -> None:
    rates = CountryRates.of([*dutch.rates, a_rate()])
    taxation = taxation_of(Buyer(country="GB", abroad=True), rates, tax_class, day)
    assert taxation == Taxation(Decimal(percent), category)


@pytest.mark.parametrize(
    ("buyer", "tax_class", "category"),
    [
        ({"reverse_charge": True}, TaxClass.STANDARD, TaxCategory.INTRA_COMMUNITY),
        ({"reverse_charge": True}, TaxClass.ZERO, TaxCategory.INTRA_COMMUNITY),
        ({"reverse_charge": True}, TaxClass.EXEMPT, TaxCategory.EXEMPT),
        ({"abroad": True}, TaxClass.REDUCED, TaxCategory.EXPORT),
        ({"abroad": True}, TaxClass.ZERO, TaxCategory.EXPORT),
        ({"abroad": True}, TaxClass.EXEMPT, TaxCategory.EXEMPT),
        ({"abroad": True, "seller_charges_tax": False}, TaxClass.STANDARD, TaxCategory.OUTSIDE_SCOPE),
    ],
)
def test_goods_that_leave_the_country_have_reasons_of_their_own(
    dutch: CountryRates, buyer: dict[str, Any], tax_class: TaxClass, category: TaxCategory
) -> None:
    goods = Buyer(country="NL", supply=Supply.GOODS, **buyer)
    assert taxation_of(goods, dutch, tax_class, TODAY) == Taxation(Decimal(0), category)


@pytest.mark.parametrize("abroad", [False, True])
def test_goods_are_taxed_where_they_go_if_the_business_is_registered_there(
    a_rate: ARate, abroad: bool
) -> None:
    goods = Buyer(country="GB", supply=Supply.GOODS, abroad=abroad)
    taxation = taxation_of(goods, CountryRates.of([a_rate()]), TaxClass.STANDARD, TODAY)
    assert taxation == Taxation(Decimal(20), TaxCategory.STANDARD)


def test_a_rate_of_nothing_is_a_zero_rate(a_rate: ARate) -> None:
    rates = CountryRates.of([a_rate(percent=Decimal(0))])
    zero = Taxation(Decimal(0), TaxCategory.ZERO)
    assert taxation_of(Buyer(country="NL"), rates, TaxClass.STANDARD, TODAY) == zero


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"tax_class": TaxClass.ZERO}, TaxClassWithoutRates, "tax_class"),
        ({"tax_class": TaxClass.EXEMPT}, TaxClassWithoutRates, "tax_class"),
        ({"percent": Decimal("-0.01")}, PercentOutOfRange, "percent"),
        ({"percent": Decimal("100.01")}, PercentOutOfRange, "percent"),
        ({"percent": Decimal("21.005")}, PercentOutOfRange, "percent"),
        ({"valid_until": date(2025, 12, 31)}, TaxRateEndsBeforeItBegins, "valid_until"),
    ],
)
def test_a_rate_that_nobody_can_have(
    a_rate: ARate, changes: dict[str, Any], refusal: type[FoyerError], field: str
) -> None:
    with pytest.raises(refusal) as raised:
        check_tax_rate(a_rate(**changes), [])
    assert raised.value.field == field


@pytest.mark.parametrize(
    "changes",
    [
        {"percent": Decimal(0)},
        {"percent": Decimal(100)},
        {"percent": Decimal("25.55")},
        {"valid_until": date(2026, 1, 1)},
        {"valid_until": None},
    ],
)
def test_the_limits_themselves_are_allowed(a_rate: ARate, changes: dict[str, Any]) -> None:
    check_tax_rate(a_rate(**changes), [])


@pytest.mark.parametrize(
    ("first", "last", "overlaps"),
    [
        (date(2025, 1, 1), date(2025, 12, 31), False),
        (date(2025, 1, 1), date(2026, 1, 1), True),
        (date(2026, 3, 1), date(2026, 3, 31), True),
        (date(2025, 1, 1), None, True),
        (date(2026, 12, 31), None, True),
        (date(2027, 1, 1), None, False),
    ],
)
def test_two_of_a_business_never_hold_on_one_day(
    a_rate: ARate, first: date, last: date | None, overlaps: bool
) -> None:
    other = a_rate(id="txr_other", valid_from=first, valid_until=last)
    for one, two in ((other, a_rate()), (a_rate(), other)):
        if overlaps:
            with pytest.raises(TaxRatesOverlap):
                check_tax_rate(one, [two])
        else:
            check_tax_rate(one, [two])


def test_a_rate_is_not_in_its_own_way(a_rate: ARate) -> None:
    check_tax_rate(a_rate(valid_until=None), [a_rate()])


def test_a_published_rate_cannot_be_ended(a_rate: ARate) -> None:
    with pytest.raises(TaxRatePublished):
        a_rate(business_id=None).ends_on(TODAY)


@pytest.mark.parametrize("tax_class", TaxClass)
@pytest.mark.parametrize("reverse_charge", [False, True])
def test_of_a_seller_that_charges_no_tax_all_is_outside_its_scope(
    tax_class: TaxClass, *, reverse_charge: bool
) -> None:
    buyer = Buyer(country="NL", reverse_charge=reverse_charge, seller_charges_tax=False)
    nothing = Taxation(Decimal(0), TaxCategory.OUTSIDE_SCOPE)
    assert taxation_of(buyer, CountryRates(()), tax_class, TODAY) == nothing

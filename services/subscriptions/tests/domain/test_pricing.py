"""What a quantity costs, and which terms of a price contradict each other."""

from typing import Any

import pytest
from foyer_shared.basics.money import Money
from foyer_subscriptions.domain.errors import PricingInvalid, QuantityNotPossible
from foyer_subscriptions.domain.pricing import (
    BillingScheme,
    Pricing,
    Tier,
    UsageType,
    check_pricing,
    check_quantity,
)


def a_tier(up_to: int | None, unit: int, flat: int = 0, currency: str = "EUR") -> Tier:
    """So many units for so much each."""
    return Tier(up_to=up_to, unit_amount=Money(unit, currency), flat_amount=Money(flat, currency))


def a_pricing(amount: int = 0, currency: str = "EUR", **terms: Any) -> Pricing:
    """The terms of a price."""
    return Pricing(unit_amount=Money(amount, currency), **terms)


TIERS = (a_tier(5, 1000, flat=500), a_tier(10, 800), a_tier(None, 600))
GRADUATED = a_pricing(scheme=BillingScheme.GRADUATED, tiers=TIERS)
VOLUME = a_pricing(scheme=BillingScheme.VOLUME, tiers=TIERS)
METERED = a_pricing(10, usage_type=UsageType.METERED, included_units=1_000)


@pytest.mark.parametrize(
    ("pricing", "quantity", "amount"),
    [
        (a_pricing(2900, scheme=BillingScheme.FLAT), 1, 2900),
        (a_pricing(2900), 3, 8700),
        (a_pricing(0), 3, 0),
        (a_pricing(290, "JPY"), 3, 870),
        (GRADUATED, 1, 1_500),
        (GRADUATED, 5, 5_500),
        (GRADUATED, 6, 6_300),
        (GRADUATED, 10, 9_500),
        (GRADUATED, 12, 10_700),
        (VOLUME, 1, 1_500),
        (VOLUME, 5, 5_500),
        (VOLUME, 6, 4_800),
        (VOLUME, 12, 7_200),
        (VOLUME, 0, 0),
        (GRADUATED, 0, 0),
        (METERED, 999, 0),
        (METERED, 1_000, 0),
        (METERED, 1_001, 10),
    ],
)
def test_a_quantity_costs(pricing: Pricing, quantity: int, amount: int) -> None:
    assert pricing.amount_for(quantity) == Money(amount, pricing.unit_amount.currency)


@pytest.mark.parametrize(
    ("pricing", "field"),
    [
        (a_pricing(scheme=BillingScheme.VOLUME), "tiers"),
        (a_pricing(2900, tiers=TIERS), "tiers"),
        (a_pricing(2900, scheme=BillingScheme.VOLUME, tiers=TIERS), "amount"),
        (a_pricing(2900, scheme=BillingScheme.FLAT, usage_type=UsageType.METERED), "billing_scheme"),
        (a_pricing(2900, included_units=5), "included_units"),
        (a_pricing(scheme=BillingScheme.VOLUME, tiers=(a_tier(5, 1),)), "tiers"),
        (a_pricing(scheme=BillingScheme.VOLUME, tiers=(a_tier(None, 1), a_tier(None, 1))), "tiers"),
        (
            a_pricing(scheme=BillingScheme.VOLUME, tiers=(a_tier(5, 1), a_tier(5, 1), a_tier(None, 1))),
            "tiers",
        ),
        (a_pricing(scheme=BillingScheme.VOLUME, tiers=tuple([a_tier(None, 1)] * 21)), "tiers"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(pricing: Pricing, field: str) -> None:
    with pytest.raises(PricingInvalid) as refused:
        check_pricing(pricing, recurring=True)
    assert refused.value.field == field


def test_what_is_metered_has_an_interval() -> None:
    check_pricing(METERED, recurring=True)
    with pytest.raises(PricingInvalid) as refused:
        check_pricing(METERED, recurring=False)
    assert refused.value.field == "interval"


@pytest.mark.parametrize("pricing", [a_pricing(2900, scheme=BillingScheme.FLAT), METERED])
def test_only_what_is_sold_by_number_has_a_quantity(pricing: Pricing) -> None:
    check_quantity(pricing, 1, field="items.quantity")
    for quantity in (0, -1, 2):
        with pytest.raises(QuantityNotPossible):
            check_quantity(pricing, quantity, field="items.quantity")


@pytest.mark.parametrize("quantity", [0, -3])
def test_a_quantity_is_at_least_one(quantity: int) -> None:
    with pytest.raises(QuantityNotPossible):
        check_quantity(a_pricing(2900), quantity, field="items.quantity")

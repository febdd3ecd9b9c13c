"""What an item costs, in the words of its subscription's page."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_portal_bff.gateways.models.subscriptions import Subscription
from foyer_portal_bff.views.item_prices import item_price, price_steps
from foyer_portal_bff.views.languages import languages
from foyer_portal_bff.views.reader import Reader
from foyer_portal_bff.views.subscriptions import price

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
TIERS = (
    {"up_to": 5, "unit_amount": 1000, "flat_amount": 500},
    {"up_to": 1_200, "unit_amount": 0, "flat_amount": 800},
    {"up_to": None, "unit_amount": 600, "flat_amount": 0},
)


@pytest.fixture
def reader() -> Reader:
    """Somebody who reads English in Amsterdam."""
    return Reader(languages()["en"], ZoneInfo("Europe/Amsterdam"), NOON)


def subscribed(unit: int, amount: int, **terms: Any) -> Subscription:
    """A monthly subscription to one item."""
    item = {"price_id": "price_1", "product_id": "prod_1", "product_name": "Studio", "quantity": 1}
    paid = {"amount": amount, "currency": "EUR"}
    money = {"unit_amount": {"amount": unit, "currency": "EUR"}, "amount": paid}
    return Subscription.model_validate(
        {
            "id": "sub_1",
            "name": "Studio",
            "status": "active",
            "items": [item | money | terms],
            "amount": paid,
            "interval": "month",
            "collection": "automatic",
            "started_at": NOON,
            "current_period_start": NOON,
            "current_period_end": NOON,
        }
    )


@pytest.mark.parametrize(
    ("one", "item_says", "price_says"),
    [
        (subscribed(2900, 8700, quantity=3), "€29.00 / month", "€87.00 / month"),
        (subscribed(2900, 2900, billing_scheme="flat"), "€29.00 / month", "€29.00 / month"),
        (subscribed(0, 6700, billing_scheme="graduated", tiers=TIERS), "€67.00 / month", "€67.00 / month"),
        (subscribed(10, 0, usage_type="metered"), "€0.10 per unit", "By use"),
        (subscribed(0, 0, usage_type="metered", billing_scheme="volume", tiers=TIERS), "By use", "By use"),
    ],
)
def test_an_item_says_what_it_costs(
    reader: Reader, one: Subscription, item_says: str, price_says: str
) -> None:
    assert item_price(one.items[0], one, reader) == item_says
    assert price(one, reader) == price_says


def test_what_is_partly_paid_by_use_says_so(reader: Reader) -> None:
    ahead, by_use = subscribed(2900, 2900), subscribed(10, 0, usage_type="metered")
    both = ahead.model_copy(update={"items": ahead.items + by_use.items})
    assert price(both, reader) == "€29.00 / month, and by use"


def test_each_tier_has_its_sentence(reader: Reader) -> None:
    one = subscribed(0, 0, usage_type="metered", billing_scheme="graduated", included_units=1000, tiers=TIERS)
    assert price_steps(one.items[0], reader) == (
        "1,000 units included",
        "1,001 to 1,005: €10.00 each, and €5.00",
        "1,006 to 2,200: €8.00 in all",
        "2,201 and more: €6.00 each",
    )

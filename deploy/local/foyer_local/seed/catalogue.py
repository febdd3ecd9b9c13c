"""What Northwind sells: the four pictures of a self-service policy are among it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer_local.seed.business_api import BusinessApi


@dataclass(frozen=True, slots=True)
class Offer:
    """A product with one of its prices."""

    product: str
    interval: str
    price_id: str
    product_id: str


Offers = dict[tuple[str, str], Offer]
"""By the product's name and the interval."""

_PRODUCTS = {
    "Studio": (
        "Unlimited projects, shared with everybody.",
        {"allow_upgrade": True, "allow_downgrade": True, "allow_promotion_codes": True},
    ),
    "Basic": ("Ten projects for one person.", {"allow_upgrade": True, "allow_promotion_codes": True}),
    "Team seats": ("A place in the team for one more person.", {"allow_quantity_change": True}),
    "Print magazine": ("On paper, four weeks of stories.", {"allow_cancel": False}),
    "Domain name": ("Your own address.", {"allow_pause": False}),
    "Care contract": ("We look after it. Call us.", {"allow_self_management": False}),
    "Rendering": ("Our machines draw your pictures, by the minute.", {}),
}
_CUSTOM_FIELDS = {
    "Studio": [
        {
            "key": "team_name",
            "label": "Team name",
            "type": "text",
            "editable_by": "customer",
            "max_length": 60,
        },
        {"key": "workspace", "label": "Workspace", "type": "text"},
    ]
}
"""By the product's name."""
_PRICES: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Studio", "year", {"amount": 29000}),
    ("Studio", "month", {"amount": 2900}),
    ("Basic", "year", {"amount": 9000}),
    ("Basic", "month", {"amount": 900}),
    (
        "Team seats",
        "month",
        {
            "billing_scheme": "graduated",
            "tiers": [{"up_to": 5, "unit_amount": 1200}, {"up_to": None, "unit_amount": 1000}],
        },
    ),
    ("Print magazine", "month", {"amount": 1500}),
    ("Domain name", "year", {"amount": 2400}),
    ("Care contract", "month", {"amount": 9900}),
    ("Rendering", "month", {"amount": 5, "usage_type": "metered", "included_units": 500}),
)


async def make_catalogue(api: BusinessApi, *, at: datetime) -> Offers:
    """Make products and prices."""
    products = {
        name: await api.post(
            "products",
            {
                "name": name,
                "description": description,
                "self_service": policy,
                "custom_fields": _CUSTOM_FIELDS.get(name, []),
            },
            name=f"product {name}",
            at=at,
        )
        for name, (description, policy) in _PRODUCTS.items()
    }
    offers = {}
    for product, interval, terms in _PRICES:
        price = await api.post(
            "prices",
            {"product_id": products[product]["id"], "currency": "EUR", "interval": interval, **terms},
            name=f"price {product} {interval}",
            at=at,
        )
        offers[product, interval] = Offer(product, interval, price["id"], products[product]["id"])
    return offers


async def subscribe_to(
    api: BusinessApi,
    customer_id: str,
    offer: Offer,
    *,
    at: datetime,
    name: str,
    quantity: int = 1,
    trial_days: int = 0,
    collection: str = "automatic",
    custom_fields: dict[str, str] | None = None,
) -> str:
    """Subscribe a customer as of `at`, with the first period paid for; answers the subscription's id."""
    body = {
        "customer_id": customer_id,
        "items": [{"price_id": offer.price_id, "quantity": quantity}],
        "trial_days": trial_days,
        "collection": collection,
        "backdate_start_date": at.isoformat(),
        "custom_fields": custom_fields or {},
    }
    made = await api.post("subscriptions", body, name=name, at=at)
    subscription_id: str = made["id"]
    return subscription_id

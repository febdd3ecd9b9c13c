"""What Northwind takes off, by a code that anybody can use who knows it, and offers before it is left."""

from collections.abc import Sequence
from datetime import datetime

from foyer_local.seed.business_api import BusinessApi

WELCOME = "WELCOME20"


async def make_discounts(api: BusinessApi, *, at: datetime) -> None:
    """A fifth off for three months, by its code."""
    coupon = await api.post(
        "coupons",
        {
            "name": "A fifth off for three months",
            "percent_off": 20,
            "duration": "repeating",
            "duration_in_months": 3,
        },
        name="coupon welcome",
        at=at,
    )
    code = {"code": WELCOME, "coupon": coupon["id"], "max_per_customer": 1}
    await api.post("promotion-codes", code, name="promotion code welcome", at=at)


async def offer_other_ways(api: BusinessApi, product_ids: Sequence[str], *, at: datetime) -> None:
    """A discount, more days of trial, a pause or a talk, before these products are canceled."""
    half = {"name": "Half the price, once", "percent_off": 50, "duration": "once"}
    coupon = await api.post("coupons", half, name="coupon half", at=at)
    offers = [
        {"code": "half_price", "kind": "coupon", "coupon": coupon["id"]},
        {"code": "more_days", "kind": "trial_extension", "days": 14},
        {"code": "a_break", "kind": "pause"},
        {"code": "talk", "kind": "contact"},
    ]
    body = {"offers": [{**offer, "applies_to": list(product_ids)} for offer in offers]}
    await api.put("retention-offers", body)

"""What Northwind takes off: a welcome that anybody can use who knows its code."""

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

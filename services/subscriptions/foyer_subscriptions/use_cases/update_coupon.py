"""Rename a coupon, or give it no more; what was given stays as it is."""

from dataclasses import replace
from typing import Any

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.coupon import Coupon
from foyer_subscriptions.storage.coupons import Coupons


async def update_coupon(work: Work, coupon_id: str, *, changes: dict[str, Any]) -> Coupon:
    """Store what is named in `changes`."""
    coupons = Coupons(work.session)
    coupon = replace(await coupons.get(work.scope, coupon_id, for_update=True), **changes)
    await coupons.save(coupon)
    return coupon

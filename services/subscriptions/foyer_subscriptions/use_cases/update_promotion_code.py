"""Switch a promotion code off, or on again."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.coupon import PromotionCode
from foyer_subscriptions.storage.coupons import PromotionCodes


async def update_promotion_code(work: Work, promotion_code_id: str, *, active: bool) -> PromotionCode:
    """Whether it is valid from now on."""
    codes = PromotionCodes(work.session)
    promotion = replace(await codes.get(work.scope, promotion_code_id, for_update=True), active=active)
    await codes.save(promotion)
    return promotion

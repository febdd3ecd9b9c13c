"""Make words that give a coupon."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.coupon import PromotionCode
from foyer_subscriptions.storage.coupons import Coupons, PromotionCodes


async def create_promotion_code(work: Work, promotion: PromotionCode) -> PromotionCode:
    """Store the code; its coupon is this business's."""
    await Coupons(work.session).get(work.scope, promotion.coupon_id)
    await PromotionCodes(work.session).add(promotion, created_at=work.now)
    return promotion

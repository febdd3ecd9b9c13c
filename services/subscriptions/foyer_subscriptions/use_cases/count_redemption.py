"""Count that a coupon was given."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.coupons import Coupons, PromotionCodes
from foyer_subscriptions.use_cases.find_redeemable import Redeemable


async def count_redemption(work: Work, found: Redeemable, subscription: Subscription) -> None:
    """The subscription has the discount: it counts against the limits. `found` is locked."""
    coupons, codes = Coupons(work.session), PromotionCodes(work.session)
    await coupons.save(replace(found.coupon, times_redeemed=found.coupon.times_redeemed + 1))
    if promotion := found.promotion:
        await codes.save(replace(promotion, times_redeemed=promotion.times_redeemed + 1))
    if subscription.discount:
        await codes.note_redemption(subscription, subscription.discount)

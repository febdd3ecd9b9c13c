"""Which coupon is asked for, by its id or by a promotion code, and whether it can be given."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.coupon import Coupon, PromotionCode, check_coupon, check_promotion_code
from foyer_subscriptions.domain.discount import Discount, new_discount
from foyer_subscriptions.domain.give_discount import check_fits
from foyer_subscriptions.domain.subscription import Item
from foyer_subscriptions.storage.coupons import Coupons, PromotionCodes


@dataclass(frozen=True, slots=True)
class Asked:
    """Which coupon: by its id, or by a promotion code as it was typed."""

    coupon_id: str | None = None
    code: str | None = None


@dataclass(frozen=True, slots=True)
class Redeemable:
    """A coupon that can be given, and the code that gives it."""

    coupon: Coupon
    promotion: PromotionCode | None

    def discount(self, now: datetime) -> Discount:
        """It, given now."""
        return new_discount(self.coupon, self.promotion, now=now)


async def find_redeemable(
    work: Work, asked: Asked, *, items: Sequence[Item], customer_id: str, for_update: bool = False
) -> Redeemable:
    """The coupon for these items; refuses what cannot be given. It takes nothing from its limits.

    With `for_update` coupon and code are locked, in this order, until the transaction ends.
    """
    coupons, codes = Coupons(work.session), PromotionCodes(work.session)
    promotion = await codes.known_as(work.scope, asked.code) if asked.code is not None else None
    coupon_id = promotion.coupon_id if promotion else str(asked.coupon_id)
    coupon = await coupons.get(work.scope, coupon_id, for_update=for_update)
    if promotion:
        if for_update:
            promotion = await codes.get(work.scope, promotion.id, for_update=True)
        check_promotion_code(
            promotion,
            used_before=await codes.times_used_by(work.scope, promotion, customer_id),
            charged_before=await codes.was_charged(work.scope, customer_id),
            now=work.now,
        )
    check_coupon(coupon, now=work.now)
    check_fits(coupon, items, by_code=promotion is not None)
    return Redeemable(coupon, promotion)

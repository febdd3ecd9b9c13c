"""Coupons and the promotion codes that give them: how much comes off, for how long, and who can have it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from foyer_shared.basics.errors import Invalid
from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.discount_errors import (
    CouponExpired,
    CouponInactive,
    CouponUsedUp,
    PromotionCodeExpired,
    PromotionCodeInactive,
    PromotionCodeNotFirst,
    PromotionCodeUsedBefore,
    PromotionCodeUsedUp,
)

WHOLE = 10_000
"""A hundred percent, in hundredths of one."""


class CouponInvalid(Invalid):
    """The terms of a coupon contradict each other."""

    code = "coupon_invalid"


class Duration(StrEnum):
    """For which of the charged periods a coupon counts."""

    ONCE = "once"
    """For the first one."""
    REPEATING = "repeating"
    """For those that begin in so many months from the first one."""
    FOREVER = "forever"


@dataclass(frozen=True, slots=True, kw_only=True)
class Reduction:
    """What comes off an interval: hundredths of a percent, or an amount, of these products or of all."""

    hundredths_off: int | None = None
    amount_off: Money | None = None
    product_ids: tuple[str, ...] = ()

    @property
    def percent_off(self) -> float | None:
        """In percent, with two decimals."""
        return None if self.hundredths_off is None else self.hundredths_off / 100

    def applies_to(self, product_id: str) -> bool:
        """Whether this product costs less with it."""
        return not self.product_ids or product_id in self.product_ids

    def of(self, amount: Money) -> Money:
        """What comes off this amount: never more than all of it."""
        if self.hundredths_off is not None:
            return amount.share(self.hundredths_off, WHOLE)
        off = self.amount_off or amount * 0
        return min(off, amount)


@dataclass(frozen=True, slots=True, kw_only=True)
class Coupon:
    """What a business takes off; its terms never change, only its name and whether it is still given."""

    id: str
    business_id: str
    name: str
    reduction: Reduction
    duration: Duration
    duration_in_months: int | None = None
    max_redemptions: int | None = None
    redeem_by: datetime | None = None
    active: bool = True
    times_redeemed: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PromotionCode:
    """The words that give a coupon to whoever knows them; upper and lower case are the same."""

    id: str
    business_id: str
    coupon_id: str
    code: str
    max_redemptions: int | None = None
    max_per_customer: int | None = None
    first_time_only: bool = False
    """Whether only customers have it who were never charged for a subscription."""
    expires_at: datetime | None = None
    active: bool = True
    times_redeemed: int = 0


def check_terms(coupon: Coupon) -> None:
    """Refuses terms that contradict each other, with the field that is wrong."""
    reduction = coupon.reduction
    if (reduction.hundredths_off is None) == (reduction.amount_off is None):
        raise CouponInvalid("Give percent_off or amount_off, one of the two.", field="percent_off")
    if (coupon.duration is Duration.REPEATING) != (coupon.duration_in_months is not None):
        raise CouponInvalid(
            "A repeating coupon has duration_in_months, no other one has.", field="duration_in_months"
        )


def check_coupon(coupon: Coupon, *, now: datetime) -> None:
    """Refuses a coupon that is not given any more."""
    if not coupon.active:
        raise CouponInactive("This discount is not given any more.")
    if coupon.redeem_by is not None and coupon.redeem_by <= now:
        raise CouponExpired("This discount has expired.")
    if _is_used_up(coupon.times_redeemed, coupon.max_redemptions):
        raise CouponUsedUp("This discount has been given as often as it can be.")


def check_promotion_code(
    promotion: PromotionCode, *, used_before: int, charged_before: bool, now: datetime
) -> None:
    """Refuses a code that is over, and one that this customer cannot use. `used_before` is how often they
    have; `charged_before` whether they were ever charged for a subscription.
    """
    if not promotion.active:
        raise PromotionCodeInactive("This code is not valid any more.", field="code")
    if promotion.expires_at is not None and promotion.expires_at <= now:
        raise PromotionCodeExpired("This code has expired.", field="code")
    if _is_used_up(promotion.times_redeemed, promotion.max_redemptions):
        raise PromotionCodeUsedUp("This code has been used as often as it can be.", field="code")
    if _is_used_up(used_before, promotion.max_per_customer):
        raise PromotionCodeUsedBefore("You have used this code already.", field="code")
    if promotion.first_time_only and charged_before:
        raise PromotionCodeNotFirst("This code is for a first subscription.", field="code")


def _is_used_up(times: int, most: int | None) -> bool:
    return most is not None and times >= most

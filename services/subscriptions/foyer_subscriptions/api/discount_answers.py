"""How coupons, promotion codes and the discounts that they give look from outside."""

from typing import Annotated

from foyer_shared.contracts.amounts import Amount
from foyer_shared.http.models import Answer, Moment
from pydantic import PlainSerializer

from foyer_subscriptions.domain.coupon import Coupon, PromotionCode
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.next_charge import NextCharge, next_charge
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.use_cases.preview_discount import DiscountPreview

Percent = Annotated[
    float, PlainSerializer(lambda percent: int(percent) if percent == int(percent) else percent)
]
"""`20` rather than `20.0`."""


class CouponAnswer(Answer):
    """A coupon; `applies_to` are the products that it is for, none for all."""

    id: str
    name: str
    percent_off: Percent | None
    amount_off: int | None
    currency: str | None
    applies_to: list[str]
    duration: str
    duration_in_months: int | None
    max_redemptions: int | None
    redeem_by: Moment | None
    times_redeemed: int
    active: bool

    @classmethod
    def of(cls, coupon: Coupon) -> "CouponAnswer":
        off = coupon.reduction.amount_off
        return cls(
            id=coupon.id,
            name=coupon.name,
            percent_off=coupon.reduction.percent_off,
            amount_off=off.amount if off else None,
            currency=off.currency if off else None,
            applies_to=list(coupon.reduction.product_ids),
            duration=coupon.duration,
            duration_in_months=coupon.duration_in_months,
            max_redemptions=coupon.max_redemptions,
            redeem_by=coupon.redeem_by,
            times_redeemed=coupon.times_redeemed,
            active=coupon.active,
        )


class PromotionCodeAnswer(Answer):
    """A promotion code; `coupon` is the id of the one that it gives."""

    id: str
    code: str
    coupon: str
    max_redemptions: int | None
    max_per_customer: int | None
    first_time_only: bool
    expires_at: Moment | None
    times_redeemed: int
    active: bool

    @classmethod
    def of(cls, promotion: PromotionCode) -> "PromotionCodeAnswer":
        return cls(
            id=promotion.id,
            code=promotion.code,
            coupon=promotion.coupon_id,
            max_redemptions=promotion.max_redemptions,
            max_per_customer=promotion.max_per_customer,
            first_time_only=promotion.first_time_only,
            expires_at=promotion.expires_at,
            times_redeemed=promotion.times_redeemed,
            active=promotion.active,
        )


class DiscountAnswer(Answer):
    """The discount of a subscription; `began_at` is the first charged period that had it. No period that
    begins from `ends_at` on has it; that is None before the first one, and when it has no end.
    """

    id: str
    coupon: str
    promotion_code: str | None
    name: str
    percent_off: Percent | None
    amount_off: Amount | None
    applies_to: list[str]
    duration: str
    duration_in_months: int | None
    given_at: Moment
    began_at: Moment | None
    ends_at: Moment | None

    @classmethod
    def of(cls, discount: Discount) -> "DiscountAnswer":
        off = discount.reduction.amount_off
        return cls(
            id=discount.id,
            coupon=discount.coupon_id,
            promotion_code=discount.code,
            name=discount.name,
            percent_off=discount.reduction.percent_off,
            amount_off=Amount.of(off) if off else None,
            applies_to=list(discount.reduction.product_ids),
            duration=discount.duration,
            duration_in_months=discount.duration_in_months,
            given_at=discount.given_at,
            began_at=discount.began_at,
            ends_at=discount.ends_at,
        )

    @classmethod
    def on(cls, subscription: Subscription) -> "DiscountAnswer | None":
        """That of a subscription, if it has one."""
        return cls.of(subscription.discount) if subscription.discount else None


class NextChargeAnswer(Answer):
    """What is charged next, without tax unless the prices include it; `discount` is off it already."""

    at: Moment
    amount: Amount
    discount: Amount

    @classmethod
    def of(cls, charge: NextCharge) -> "NextChargeAnswer":
        return cls(at=charge.at, amount=Amount.of(charge.amount), discount=Amount.of(charge.discount))

    @classmethod
    def on(cls, subscription: Subscription) -> "NextChargeAnswer | None":
        """That of a subscription; None when nothing will be charged by itself."""
        charge = next_charge(subscription)
        return cls.of(charge) if charge else None


class DiscountPreviewAnswer(Answer):
    """What a code would change. It would take the place of `replaces`."""

    discount: DiscountAnswer
    replaces: DiscountAnswer | None
    next_charge_before: NextChargeAnswer | None
    next_charge_after: NextChargeAnswer | None

    @classmethod
    def of(cls, preview: DiscountPreview) -> "DiscountPreviewAnswer":
        return cls(
            discount=DiscountAnswer.of(preview.discount),
            replaces=DiscountAnswer.of(preview.replaces) if preview.replaces else None,
            next_charge_before=NextChargeAnswer.of(preview.before) if preview.before else None,
            next_charge_after=NextChargeAnswer.of(preview.after) if preview.after else None,
        )

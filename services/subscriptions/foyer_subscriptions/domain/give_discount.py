"""May this subscription have this discount."""

from collections.abc import Sequence

from foyer_subscriptions.domain.coupon import Coupon
from foyer_subscriptions.domain.discount_errors import (
    CouponCurrencyDiffers,
    CouponNotForProduct,
    DiscountAlreadyApplied,
    PromotionCodeNotForProduct,
    PromotionCodesNotOffered,
)
from foyer_subscriptions.domain.errors import CancellationPending, SubscriptionAlreadyEnded
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import ChangeKind, Item, PausedBy, Subscription


def check_discount_possible(subscription: Subscription, policy: SelfServicePolicy, *, by: PausedBy) -> None:
    """Refuses what has ended, and customers where the policy does not let them."""
    if by is PausedBy.CUSTOMER and not policy.offers_promotion_codes:
        raise PromotionCodesNotOffered("Promotion codes cannot be used here. Please contact us.")
    if subscription.status in ENDED:
        raise SubscriptionAlreadyEnded("This subscription has ended already.")
    if by is PausedBy.CUSTOMER and subscription.waiting_of(ChangeKind.CANCEL):
        raise CancellationPending("A cancellation is pending; withdraw it before you use a promotion code.")


def check_fits(coupon: Coupon, items: Sequence[Item], *, by_code: bool) -> None:
    """Refuses an amount in another currency, and what would come off none of these."""
    off = coupon.reduction.amount_off
    field = "code" if by_code else "coupon"
    if off is not None and off.currency != items[0].unit_amount.currency:
        raise CouponCurrencyDiffers(f"This discount is in {off.currency}.", field=field)
    # An amount is off what is paid ahead.
    ahead = [item for item in items if off is None or not item.pricing.is_metered]
    if any(coupon.reduction.applies_to(item.product_id) for item in ahead):
        return
    if by_code:
        raise PromotionCodeNotForProduct("This code is for another product.", field=field)
    raise CouponNotForProduct("This coupon is for another product.", field=field)


def check_not_given(subscription: Subscription, coupon: Coupon) -> None:
    """Refuses to give a coupon again that is still to come off; any other one takes its place."""
    discount = subscription.discount
    if discount and discount.coupon_id == coupon.id and discount.reaches(subscription.current_period_end):
        raise DiscountAlreadyApplied("This subscription has this discount already.")

"""What can be wrong with coupons, promotion codes and discounts."""

from foyer_shared.basics.errors import Conflict, Invalid, NotAllowed, NotFound


class CouponNotFound(NotFound):
    """No such coupon in this business."""

    code = "coupon_not_found"


class PromotionCodeNotFound(NotFound):
    """No such promotion code in this business."""

    code = "promotion_code_not_found"


class DiscountNotFound(NotFound):
    """The subscription has no discount."""

    code = "discount_not_found"


class CouponInactive(Conflict):
    """The business gives this coupon no more."""

    code = "coupon_inactive"


class CouponExpired(Conflict):
    """The coupon could be given until an earlier moment."""

    code = "coupon_expired"


class CouponUsedUp(Conflict):
    """The coupon was given as often as it can be."""

    code = "coupon_used_up"


class CouponCurrencyDiffers(Invalid):
    """The coupon's amount is in another currency than the subscription."""

    code = "coupon_currency_differs"


class CouponNotForProduct(Invalid):
    """The coupon is for other products."""

    code = "coupon_not_for_product"


class PromotionCodeTaken(Conflict):
    """The business has this code already, whatever its case."""

    code = "promotion_code_taken"


class PromotionCodeUnknown(Invalid):
    """The business has no such code."""

    code = "promotion_code_unknown"


class PromotionCodeInactive(Conflict):
    """The business has switched the code off."""

    code = "promotion_code_inactive"


class PromotionCodeExpired(Conflict):
    """The code was valid until an earlier moment."""

    code = "promotion_code_expired"


class PromotionCodeUsedUp(Conflict):
    """The code was used as often as it can be."""

    code = "promotion_code_used_up"


class PromotionCodeUsedBefore(Conflict):
    """The customer has used the code as often as one customer can."""

    code = "promotion_code_used_before"


class PromotionCodeNotFirst(Conflict):
    """The code is for customers who were never charged for a subscription."""

    code = "promotion_code_not_first"


class PromotionCodeNotForProduct(Invalid):
    """The code's coupon is for other products."""

    code = "promotion_code_not_for_product"


class PromotionCodesNotOffered(NotAllowed):
    """The product's self-service policy does not let customers use promotion codes."""

    code = "promotion_codes_not_offered"


class DiscountAlreadyApplied(Conflict):
    """The subscription has the discount of this coupon already."""

    code = "discount_already_applied"

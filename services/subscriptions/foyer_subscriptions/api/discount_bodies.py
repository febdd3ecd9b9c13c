"""How a discount is asked for."""

from typing import Annotated, Self

from foyer_shared.http.models import Body, showing
from pydantic import Field, model_validator

from foyer_subscriptions.api import examples
from foyer_subscriptions.use_cases.find_redeemable import Asked

ONE_OF_TWO = "Give coupon or promotion_code, one of the two."

CouponId = Annotated[str, Field(min_length=1, max_length=100)]
TypedCode = Annotated[str, Field(min_length=1, max_length=100)]
"""What somebody types may be anything; what is no code is not known."""


class TypedCodeBody(Body):
    """A promotion code as it was typed."""

    model_config = showing(examples.TYPED_CODE)

    code: TypedCode


class DiscountBody(Body):
    """A coupon's id or a promotion code, one of the two."""

    model_config = showing(examples.DISCOUNT)

    coupon: CouponId | None = None
    promotion_code: TypedCode | None = None

    @model_validator(mode="after")
    def _is_one(self) -> Self:
        if (self.coupon is None) == (self.promotion_code is None):
            raise ValueError(ONE_OF_TWO)
        return self

    @property
    def asked(self) -> Asked:
        """The same, for the use case."""
        return Asked(coupon_id=self.coupon, code=self.promotion_code)


class WithDiscountBody(Body):
    """A body that may ask for a discount too: by a coupon's id or by a promotion code."""

    coupon: CouponId | None = None
    promotion_code: TypedCode | None = None

    @model_validator(mode="after")
    def _is_one_at_most(self) -> Self:
        if self.coupon is not None and self.promotion_code is not None:
            raise ValueError(ONE_OF_TWO)
        return self

    @property
    def discount(self) -> Asked | None:
        """Which one, for the use case; None for no discount."""
        asked = Asked(coupon_id=self.coupon, code=self.promotion_code)
        return None if asked == Asked() else asked

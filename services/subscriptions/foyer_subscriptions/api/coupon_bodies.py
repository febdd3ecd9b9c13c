"""What comes in at the doors of coupons and promotion codes."""

from decimal import Decimal
from typing import Annotated, Self

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.http.models import Body, Moment, showing
from pydantic import Field, model_validator

from foyer_subscriptions.api import examples
from foyer_subscriptions.api.bodies import ChangesBody, Name
from foyer_subscriptions.domain.coupon import Coupon, Duration, PromotionCode, Reduction

Code = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{1,49}$")]
Limit = Annotated[int, Field(ge=1, le=1_000_000_000)]


class CouponBody(Body):
    """A new coupon: `percent_off`, or `amount_off` in the minor unit of `currency`. With `applies_to` it is
    for these products only.
    """

    model_config = showing(examples.COUPON)

    name: Name
    percent_off: Annotated[Decimal, Field(gt=0, le=100, decimal_places=2)] | None = None
    amount_off: Annotated[int, Field(ge=1, le=100_000_000_000)] | None = None
    currency: Annotated[str, Field(min_length=3, max_length=3)] | None = None
    applies_to: Annotated[list[str], Field(max_length=50)] = Field(default_factory=list)
    duration: Duration = Duration.ONCE
    duration_in_months: Annotated[int, Field(ge=1, le=120)] | None = None
    max_redemptions: Limit | None = None
    redeem_by: Moment | None = None

    @model_validator(mode="after")
    def _has_a_currency(self) -> Self:
        if (self.amount_off is None) != (self.currency is None):
            raise ValueError("amount_off and currency belong together.")
        return self

    def coupon(self, business_id: str) -> Coupon:
        """The same, for the domain; raises UnknownCurrency."""
        currency, percent = self.currency, self.percent_off
        return Coupon(
            id=new_id("cpn"),
            business_id=business_id,
            name=self.name,
            reduction=Reduction(
                hundredths_off=int(percent * 100) if percent is not None else None,
                amount_off=Money(self.amount_off, currency.upper()) if self.amount_off and currency else None,
                product_ids=tuple(dict.fromkeys(self.applies_to)),
            ),
            duration=self.duration,
            duration_in_months=self.duration_in_months,
            max_redemptions=self.max_redemptions,
            redeem_by=self.redeem_by,
        )


class CouponChangesBody(ChangesBody):
    """What is to change of a coupon; its terms never do, a new one takes its place."""

    model_config = showing(examples.COUPON_CHANGES)

    name: Name | None = None
    active: bool | None = None


class PromotionCodeBody(Body):
    """A new promotion code of a coupon."""

    model_config = showing(examples.PROMOTION_CODE)

    code: Code
    coupon: str
    max_redemptions: Limit | None = None
    max_per_customer: Limit | None = None
    first_time_only: bool = False
    expires_at: Moment | None = None

    def promotion(self, business_id: str) -> PromotionCode:
        """The same, for the domain."""
        return PromotionCode(
            id=new_id("promo"),
            business_id=business_id,
            coupon_id=self.coupon,
            code=self.code,
            max_redemptions=self.max_redemptions,
            max_per_customer=self.max_per_customer,
            first_time_only=self.first_time_only,
            expires_at=self.expires_at,
        )


class PromotionCodeChangesBody(Body):
    """Whether it is valid."""

    model_config = showing(examples.PROMOTION_CODE_CHANGES)

    active: bool

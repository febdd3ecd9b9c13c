"""How prices look from outside."""

from foyer_shared.http.models import Answer

from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.pricing import Pricing


class TierAnswer(Answer):
    """Up to so many units, each for `unit_amount`, and `flat_amount` for the tier."""

    up_to: int | None
    unit_amount: int
    flat_amount: int

    @classmethod
    def all_of(cls, pricing: Pricing) -> "list[TierAnswer]":
        """Those of a price."""
        return [
            cls(up_to=tier.up_to, unit_amount=tier.unit_amount.amount, flat_amount=tier.flat_amount.amount)
            for tier in pricing.tiers
        ]


class PriceAnswer(Answer):
    """A price; `amount` is that of one unit, or zero with tiers."""

    id: str
    product_id: str
    amount: int
    currency: str
    interval: str | None
    interval_count: int
    tax_behavior: str
    billing_scheme: str
    usage_type: str
    included_units: int
    tiers: list[TierAnswer]
    active: bool

    @classmethod
    def of(cls, price: Price) -> "PriceAnswer":
        return cls(
            id=price.id,
            product_id=price.product_id,
            amount=price.unit_amount.amount,
            currency=price.unit_amount.currency,
            interval=price.interval,
            interval_count=price.interval_count,
            tax_behavior=price.pricing.tax_behavior,
            billing_scheme=price.pricing.scheme,
            usage_type=price.pricing.usage_type,
            included_units=price.pricing.included_units,
            tiers=TierAnswer.all_of(price.pricing),
            active=price.active,
        )

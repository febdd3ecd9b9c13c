"""What comes in at the doors of prices."""

from typing import Annotated, Self

from foyer_shared.basics.money import Money
from foyer_shared.http.models import Body, showing
from pydantic import Field, model_validator

from foyer_subscriptions.api import examples
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.pricing import (
    MOST_TIERS,
    BillingScheme,
    Pricing,
    TaxBehavior,
    Tier,
    UsageType,
)

MinorUnits = Annotated[int, Field(ge=0, le=100_000_000_000)]


class TierBody(Body):
    """Up to so many units (null: without end), each for `unit_amount`, and `flat_amount` for the tier."""

    up_to: Annotated[int, Field(ge=1, le=1_000_000_000_000)] | None
    unit_amount: MinorUnits = 0
    flat_amount: MinorUnits = 0


class PriceBody(Body):
    """A new price, in the currency's minor unit; `interval` None for a one-off.

    `amount` is that of a flat price or of one unit; with a graduated or volume scheme it is left to `tiers`.
    """

    model_config = showing(examples.MONTHLY_PRICE, examples.METERED_PRICE)

    product_id: str
    amount: MinorUnits | None = None
    currency: Annotated[str, Field(min_length=3, max_length=3)]
    interval: Interval | None = None
    interval_count: Annotated[int, Field(ge=1, le=1_095)] = 1
    tax_behavior: TaxBehavior = TaxBehavior.EXCLUSIVE
    billing_scheme: BillingScheme = BillingScheme.PER_UNIT
    usage_type: UsageType = UsageType.LICENSED
    included_units: Annotated[int, Field(ge=0, le=1_000_000_000_000)] = 0
    tiers: Annotated[list[TierBody], Field(max_length=MOST_TIERS)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _has_an_amount(self) -> Self:
        if self.amount is None and not self.tiers:
            raise ValueError("amount is needed, or tiers.")
        return self

    @property
    def pricing(self) -> Pricing:
        """The terms for the domain; raises UnknownCurrency."""
        currency = self.currency.upper()
        return Pricing(
            unit_amount=Money(self.amount or 0, currency),
            tax_behavior=self.tax_behavior,
            scheme=self.billing_scheme,
            usage_type=self.usage_type,
            included_units=self.included_units,
            tiers=tuple(
                Tier(
                    up_to=tier.up_to,
                    unit_amount=Money(tier.unit_amount, currency),
                    flat_amount=Money(tier.flat_amount, currency),
                )
                for tier in self.tiers
            ),
        )


class PriceChangesBody(Body):
    """Whether it is sold; the terms of a price never change, a new one takes its place."""

    model_config = showing(examples.PRICE_CHANGES)

    active: bool

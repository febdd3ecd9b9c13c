"""What is sold: products and prices."""

from typing import Literal

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Contract, Event
from foyer_shared.contracts.subscriptions.owner import OWNER

TaxBehavior = Literal["inclusive", "exclusive", "unspecified"]


BillingScheme = Literal["flat", "per_unit", "graduated", "volume"]


class ProductData(Contract):
    """A product as others need to know it."""

    product_id: str
    name: str
    description: str | None = None
    active: bool
    tax_class: Literal["standard", "reduced", "zero", "exempt"] = "standard"
    supply: Literal["goods", "services"] = "services"


class ProductCreated(Event, type="product.created", owner=OWNER, reading="copy"):
    """Something new is sold."""

    product: ProductData


class ProductUpdated(Event, type="product.updated", owner=OWNER, reading="copy"):
    """A product or its self-service policy changed."""

    product: ProductData


class PriceData(Contract):
    """A price as others need to know it; `interval` is None for a one-off."""

    price_id: str
    product_id: str
    unit_amount: Amount
    interval: Literal["day", "week", "month", "year"] | None
    interval_count: int
    tax_behavior: TaxBehavior
    billing_scheme: BillingScheme = "per_unit"
    usage_type: Literal["licensed", "metered"] = "licensed"
    active: bool


class PriceCreated(Event, type="price.created", owner=OWNER, reading="copy"):
    """A product has a new price."""

    price: PriceData


class PriceUpdated(Event, type="price.updated", owner=OWNER, reading="copy"):
    """A price is sold, or no longer."""

    price: PriceData

"""Products and prices: what is sold, and for how much."""

from dataclasses import dataclass
from enum import StrEnum

from foyer_shared.basics.custom_fields import CustomField
from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.picture import Picture
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.pricing import Pricing


class TaxClass(StrEnum):
    """Which of a country's rates is due on it."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


class Supply(StrEnum):
    """What is handed over: things that are sent, or anything else, software and files among it."""

    GOODS = "goods"
    SERVICES = "services"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that is sold, with what its customers may do by themselves."""

    id: str
    business_id: str
    name: str
    description: str | None
    active: bool
    tax_class: TaxClass = TaxClass.STANDARD
    supply: Supply = Supply.SERVICES
    pictures: tuple[Picture, ...] = ()
    """The one that stands for it first."""
    custom_fields: tuple[CustomField, ...] = ()
    """What it asks of each of its subscriptions."""
    self_service: SelfServicePolicy
    billing: BillingPolicy
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a product costs per interval, or once (`interval` is None)."""

    id: str
    business_id: str
    product_id: str
    pricing: Pricing
    interval: Interval | None
    interval_count: int
    active: bool
    version: int

    @property
    def unit_amount(self) -> Money:
        """What one unit costs; zero with tiers."""
        return self.pricing.unit_amount

    @property
    def currency(self) -> str:
        """The currency of all its amounts."""
        return self.pricing.unit_amount.currency

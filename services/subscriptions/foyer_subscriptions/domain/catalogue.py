"""Products and prices: what is sold, and for how much."""

from dataclasses import dataclass
from enum import StrEnum

from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import SelfServicePolicy


class TaxBehavior(StrEnum):
    """Whether the amount has tax in it."""

    INCLUSIVE = "inclusive"
    EXCLUSIVE = "exclusive"
    UNSPECIFIED = "unspecified"


class TaxClass(StrEnum):
    """Which of a country's rates is due on it."""

    STANDARD = "standard"
    REDUCED = "reduced"
    ZERO = "zero"
    EXEMPT = "exempt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """Something that is sold, with what its customers may do by themselves."""

    id: str
    business_id: str
    name: str
    description: str | None
    active: bool
    tax_class: TaxClass = TaxClass.STANDARD
    self_service: SelfServicePolicy
    billing: BillingPolicy
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a product costs per interval, or once (`interval` is None)."""

    id: str
    business_id: str
    product_id: str
    unit_amount: Money
    interval: Interval | None
    interval_count: int
    tax_behavior: TaxBehavior
    active: bool
    version: int

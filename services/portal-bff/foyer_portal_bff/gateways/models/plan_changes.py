"""What the portal reads of plan, seats and cycle changes: what can be chosen, and a binding quote."""

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime

from foyer_portal_bff.gateways.models.subscriptions import Discount, NextCharge, Picture
from foyer_portal_bff.gateways.models.tolerant import Tolerant


class PlanPrice(Tolerant):
    """A price that can be changed to; `amount` is what the present quantity costs per interval."""

    price_id: str
    amount: Amount
    interval: str
    interval_count: int = 1
    kind: str
    allowed: bool


class Plan(Tolerant):
    """A product with its prices."""

    product_id: str
    product_name: str
    description: str | None = None
    picture: Picture | None = None
    prices: tuple[PlanPrice, ...] = ()


class Seats(Tolerant):
    """How many there are, and how many there may be."""

    current: int
    minimum: int
    maximum: int | None = None
    allowed: bool


class Plans(Tolerant):
    """What a subscription can be changed to; `timings` are the moments that may be chosen."""

    plans: tuple[Plan, ...] = ()
    quantity: Seats
    timings: tuple[str, ...] = ()


class PlanQuoteLine(Tolerant):
    """One line of what is invoiced because of a change, less its discount; what is credited is below zero."""

    description: str
    price_id: str
    product_id: str | None = None
    quantity: int
    unit_amount: Amount
    amount: Amount
    discount: Amount | None = None
    tax_behavior: str
    tax_class: str
    supply: str = "services"


class PlanCharge(Tolerant):
    """What it costs from then on, and when that is charged first; `charge` is what that first time costs."""

    amount: Amount
    interval: str
    interval_count: int = 1
    at: AwareDatetime | None = None
    charge: NextCharge | None = None


class PlanItem(Tolerant):
    """One line of the subscription after the change."""

    product_name: str
    quantity: int


class PlanQuote(Tolerant):
    """What a change costs, without tax; good until `expires_at`.

    `due` says when its lines are invoiced: `now`, `next_invoice`, or `nothing`.
    """

    id: str
    kind: str
    effective_at: AwareDatetime
    expires_at: AwareDatetime
    lines: tuple[PlanQuoteLine, ...] = ()
    due: str
    discount: Discount | None = None
    next: PlanCharge
    items_after: tuple[PlanItem, ...]
    must_be_paid_first: bool
    ends_trial: bool

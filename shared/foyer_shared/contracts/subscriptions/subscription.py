"""A subscription as its events show it, and what is charged for it."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Contract, Event
from foyer_shared.contracts.subscriptions.catalogue import BillingScheme, TaxBehavior
from foyer_shared.contracts.subscriptions.owner import OWNER


class SubscriptionItemData(Contract):
    """What one line of a subscription is for."""

    price_id: str
    product_id: str
    product_name: str
    quantity: int
    unit_amount: Amount
    billing_scheme: BillingScheme = "per_unit"
    usage_type: Literal["licensed", "metered"] = "licensed"


class DiscountData(Contract):
    """What comes off a subscription: a percentage, or an amount, of an interval."""

    discount_id: str
    coupon_id: str
    name: str
    code: str | None = None
    """The promotion code that gave it."""
    percent_off: float | None = None
    amount_off: Amount | None = None
    duration: Literal["once", "repeating", "forever"]
    duration_in_months: int | None = None
    ends_at: AwareDatetime | None = None
    """No period that begins from then on has it; None before its first one, and when it has no end."""


class SubscriptionData(Contract):
    """A subscription after the change that the event tells."""

    subscription_id: str
    customer_id: str
    status: str
    name: str
    """What the customer calls it: the first item's product."""
    items: tuple[SubscriptionItemData, ...]
    amount: Amount
    """Per interval, before the discount, without tax unless its prices include it."""
    discount: DiscountData | None = None
    next_amount: Amount | None = None
    """What is charged next, after the discount; None when nothing will be, and in what was told earlier."""
    interval: Literal["day", "week", "month", "year"]
    interval_count: int
    collection: Literal["automatic", "invoice"]
    archived: bool = False
    """Whether its customer sees no more of it, by the business's choice after its end."""
    current_period_start: AwareDatetime
    current_period_end: AwareDatetime


class SubscriptionEvent(Event, type="subscription", owner=OWNER):
    """Base of all that happens to a subscription; never sent itself."""

    subscription: SubscriptionData


class SubscriptionLineData(Contract):
    """What is charged or credited for one item; `tax_behavior` says whether tax is in it.

    What is due is `amount` less `discount_amount`; both are negative in what a change of plan credits.
    """

    price_id: str
    product_id: str
    description: str
    quantity: int
    unit_amount: Amount
    """Of a flat price or one unit; zero with tiers, where only `amount` tells."""
    amount: Amount
    """Before the discount."""
    discount_amount: Amount | None = None
    """What comes off it; None for nothing."""
    tax_behavior: TaxBehavior = "exclusive"
    billing_scheme: BillingScheme = "per_unit"
    proration_numerator: int | None = None
    """Seconds of the interval that the amount is for; None for all of it."""
    proration_denominator: int | None = None
    """Seconds that the interval has."""
    used_from: AwareDatetime | None = None
    """For what is paid after it was used: since when; else None."""
    used_until: AwareDatetime | None = None
    period_start: AwareDatetime | None = None
    """What it is for; None for the period that the event tells of."""
    period_end: AwareDatetime | None = None
    quote_id: str | None = None
    """The quote that it was shown in, with which its tax was frozen."""


class LinkedServiceData(Contract):
    """Something that hangs on a subscription, such as a domain, with a link to it."""

    name: str
    url: str

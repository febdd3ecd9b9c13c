"""What the portal reads from subscriptions."""

from foyer_shared.contracts.amounts import Amount
from pydantic import AwareDatetime, Field

from foyer_portal_bff.gateways.models.tolerant import Tolerant


class Tier(Tolerant):
    """Up to so many units, each for `unit_amount`, and `flat_amount` for the tier."""

    up_to: int | None
    unit_amount: int
    flat_amount: int


class SubscriptionItem(Tolerant):
    """One line of a subscription; `amount` is paid ahead per interval, nothing for what is metered."""

    price_id: str
    product_id: str
    product_name: str
    quantity: int
    unit_amount: Amount
    amount: Amount | None = None
    tax_behavior: str = "unspecified"
    billing_scheme: str = "per_unit"
    usage_type: str = "licensed"
    included_units: int = 0
    tiers: tuple[Tier, ...] = ()


class NextCharge(Tolerant):
    """When money is taken or invoiced next, and how much; a discount is off it already."""

    at: AwareDatetime
    amount: Amount
    discount: Amount | None = None


class Discount(Tolerant):
    """What comes off: a percentage or an amount, `once`, `repeating` for so many months, or `forever`.

    `began_at` is the first charged period that had it; none that begins from `ends_at` on has it.
    """

    name: str
    promotion_code: str | None = None
    percent_off: float | None = None
    amount_off: Amount | None = None
    applies_to: tuple[str, ...] = ()
    duration: str
    duration_in_months: int | None = None
    began_at: AwareDatetime | None = None
    ends_at: AwareDatetime | None = None


class DiscountPreview(Tolerant):
    """What a promotion code would change. It would take the place of `replaces`."""

    discount: Discount
    replaces: Discount | None = None
    next_charge_before: NextCharge | None = None
    next_charge_after: NextCharge | None = None


class PlannedPlan(Tolerant):
    """What it changes to; one that has to be paid first waits until `lapses_at`."""

    name: str
    amount: Amount
    interval: str
    interval_count: int = 1
    quantity: int = 1
    awaiting_payment: bool = False
    lapses_at: AwareDatetime | None = None


class PlannedPrice(Tolerant):
    """What it costs per interval from then on."""

    amount: Amount
    interval: str
    interval_count: int = 1


class PendingChange(Tolerant):
    """A change that waits: `kind` is what it is (`pause`), `effective_at` when it happens, and `requested_by`
    whose it is: the `customer`'s, the `business`'s or its `policy`'s.
    """

    id: str
    kind: str
    effective_at: AwareDatetime
    resumes_at: AwareDatetime | None = None
    plan: PlannedPlan | None = None
    price: PlannedPrice | None = None
    requested_by: str = "customer"


class PauseWindow(Tolerant):
    """One moment at which a pause can begin, with the dates to come back that go with it. `unused` is what
    becomes of the paid days that are left: `shift`, or `credit` of what `comes_back`.
    """

    when: str
    begins_at: AwareDatetime
    earliest_resume_at: AwareDatetime
    latest_resume_at: AwareDatetime
    unused: str = "shift"
    comes_back: Amount | None = None


class PauseOptions(Tolerant):
    """What the product's policy allows for a pause that is asked for now."""

    default_when: str
    windows: tuple[PauseWindow, ...]


class ResumeOptions(Tolerant):
    """When the pause that it is in can be made to end, if not now."""

    earliest_resume_at: AwareDatetime
    latest_resume_at: AwareDatetime


class LinkedService(Tolerant):
    """Something that hangs on a subscription, such as a domain."""

    name: str
    url: str


FieldValue = bool | int | float | str
"""What a custom field holds; a date is `2026-03-31`."""


class CustomField(Tolerant):
    """A custom field that the customer sees; `max_length` is that of what is typed."""

    key: str
    label: str
    type: str
    required: bool = False
    editable: bool = False
    max_length: int | None = None
    options: tuple[str, ...] = ()
    value: FieldValue | None = None


class Picture(Tolerant):
    """What a product looks like, at an address of the portal; `alt` says what is on it."""

    url: str
    alt: str


class Subscription(Tolerant):
    """A subscription as its customer sees it; `actions` are those that its customer may take now."""

    id: str
    name: str
    status: str
    items: tuple[SubscriptionItem, ...] = ()
    amount: Amount
    interval: str
    interval_count: int = 1
    collection: str
    started_at: AwareDatetime
    trial_ends_at: AwareDatetime | None = None
    ended_at: AwareDatetime | None = None
    current_period_start: AwareDatetime
    current_period_end: AwareDatetime
    discount: Discount | None = None
    next_charge: NextCharge | None = None
    paused_at: AwareDatetime | None = None
    resumes_at: AwareDatetime | None = None
    pending_changes: tuple[PendingChange, ...] = ()
    linked_services: tuple[LinkedService, ...] = ()
    custom_fields: dict[str, FieldValue] = Field(default_factory=dict)
    """What is written in the fields, by their keys."""
    fields: tuple[CustomField, ...] = ()
    actions: tuple[str, ...] = ()
    picture: Picture | None = None
    pause_options: PauseOptions | None = None
    resume_options: ResumeOptions | None = None


class Charge(Tolerant):
    """A period that still begins before a cancellation takes effect, and what it costs."""

    at: AwareDatetime
    until: AwareDatetime
    amount: Amount


class Reason(Tolerant):
    """A reason that may be given; without a label in Foyer's own words."""

    code: str
    label: str | None = None


class Cancellation(Tolerant):
    """What a cancellation means: asked for now, or the one that waits. `credit_to` says where money goes that
    comes back; with its `promise` a cancellation means this, or is refused.
    """

    mode: str | None = None
    effective_at: AwareDatetime
    charges: tuple[Charge, ...] = ()
    comes_back: Amount
    credit_to: str | None = None
    linked_services: tuple[LinkedService, ...] = ()
    reasons: tuple[Reason, ...] = ()
    promise: str | None = None


class CanceledSubscription(Subscription):
    """A subscription after its cancellation was received."""

    cancellation: Cancellation


class SubscriptionsPart(Tolerant):
    """Subscriptions' part of the picture: at most five, the active ones first to renew."""

    active_count: int
    has_any: bool = True
    """Whether there is, or was, a subscription."""
    subscriptions: tuple[Subscription, ...]

"""What subscriptions tells: the catalogue, and the life of each subscription."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Confidential, Contract, Event

OWNER = "subscriptions"

TaxBehavior = Literal["inclusive", "exclusive", "unspecified"]
BillingScheme = Literal["flat", "per_unit", "graduated", "volume"]


class ProductData(Contract):
    """A product as others need to know it."""

    product_id: str
    name: str
    description: str | None = None
    active: bool
    tax_class: Literal["standard", "reduced", "zero", "exempt"] = "standard"


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


class UsageData(Contract):
    """What was used of a metered price in the period before; its cost is a line of its own."""

    price_id: str
    quantity: int


class SubscriptionCreated(SubscriptionEvent, type="subscription.created", owner=OWNER):
    """A customer subscribed."""

    trial_ends_at: AwareDatetime | None = None
    periods: int | None = None
    """How many periods its fixed term has."""
    imported: bool = False
    """It began elsewhere, where its current period was paid for."""
    resubscribed_from: str | None = None
    """The ended subscription that it takes the place of."""


class SubscriptionActivated(SubscriptionEvent, type="subscription.activated", owner=OWNER):
    """It left `pending_mandate`: there is a way to collect."""


class SubscriptionPauseScheduled(SubscriptionEvent, type="subscription.pause_scheduled", owner=OWNER):
    """It will pause at `effective_at`, and come back at `resumes_at`."""

    change_id: str
    effective_at: AwareDatetime
    resumes_at: AwareDatetime


class SubscriptionPauseWithdrawn(SubscriptionEvent, type="subscription.pause_withdrawn", owner=OWNER):
    """The pause that waited will not happen."""

    change_id: str


class SubscriptionPaused(SubscriptionEvent, type="subscription.paused", owner=OWNER):
    """Billing stopped until `resumes_at`."""

    paused_at: AwareDatetime
    resumes_at: AwareDatetime
    credit_lines: tuple[SubscriptionLineData, ...] = ()
    """What comes back of what was paid, where the policy says so: positive amounts."""
    credit_to: Literal["balance", "refund"] | None = None
    """None when nothing comes back."""


class SubscriptionResumed(SubscriptionEvent, type="subscription.resumed", owner=OWNER):
    """Billing runs again; the next charge is at the period's end."""

    resumed_at: AwareDatetime
    begins_period: bool = False
    """The pause had credited what was left of the period before, so that one which is charged begins now."""


class SubscriptionResumeScheduled(SubscriptionEvent, type="subscription.resume_scheduled", owner=OWNER):
    """The pause that it is in ends at `resumes_at` instead."""

    change_id: str
    resumes_at: AwareDatetime


class SubscriptionPastDue(SubscriptionEvent, type="subscription.past_due", owner=OWNER):
    """An invoice of it is overdue."""

    invoice_id: str


class SubscriptionRecovered(SubscriptionEvent, type="subscription.recovered", owner=OWNER):
    """Nothing of it is overdue any more."""

    invoice_id: str


class SubscriptionPeriodStarted(SubscriptionEvent, type="subscription.period_started", owner=OWNER):
    """A period that is charged began; the lines are what it costs."""

    period_start: AwareDatetime
    period_end: AwareDatetime
    lines: tuple[SubscriptionLineData, ...]
    reason: Literal["started", "trial_ended", "renewed", "resumed"]
    change_id: str | None = None
    """The change of plan that it begins with: there are no lines then, those of the change charge for it."""
    usage: tuple[UsageData, ...] = ()


class SubscriptionPeriodVoided(SubscriptionEvent, type="subscription.period_voided", owner=OWNER):
    """A period had begun though a cancellation had arrived before: all of its charge comes back."""

    period_start: AwareDatetime
    period_end: AwareDatetime
    lines: tuple[SubscriptionLineData, ...]
    """What had been charged for it: positive amounts."""
    declaration_id: str


class SubscriptionTrialEnding(SubscriptionEvent, type="subscription.trial_ending", owner=OWNER):
    """Its trial ends in three days, or in less if the trial is shorter."""

    trial_ends_at: AwareDatetime


class SubscriptionRenewalUpcoming(SubscriptionEvent, type="subscription.renewal_upcoming", owner=OWNER):
    """A period of a year or longer follows in thirty days."""

    renews_at: AwareDatetime


class SubscriptionCompleted(SubscriptionEvent, type="subscription.completed", owner=OWNER):
    """The last period of its fixed term is over."""

    completed_at: AwareDatetime
    usage_lines: tuple[SubscriptionLineData, ...] = ()
    """What was used and is still to be charged."""
    lines: tuple[SubscriptionLineData, ...] = ()
    """What of changes within its periods was still to be invoiced: credits are negative."""


class SubscriptionSuspended(SubscriptionEvent, type="subscription.suspended", owner=OWNER):
    """Collecting an invoice of it has failed for good; billing stops until nothing is overdue."""

    invoice_id: str


class SubscriptionCanceled(SubscriptionEvent, type="subscription.canceled", owner=OWNER):
    """It ended before its time, or without one."""

    canceled_at: AwareDatetime
    cause: Literal["requested", "mandate_lapsed", "trial_ended", "retries_exhausted"]
    """Somebody asked for it, or the product's billing policy did it."""
    change_id: str | None = None
    mode: Literal["request", "period_end", "immediate"] | None = None
    reason: str | None = None
    message: Confidential | None = None
    credit_lines: tuple[SubscriptionLineData, ...] = ()
    """What comes back of what was paid: positive amounts."""
    credit_to: Literal["balance", "refund"] | None = None
    """None when nothing comes back."""
    usage_lines: tuple[SubscriptionLineData, ...] = ()
    """What was used and is still to be charged."""
    lines: tuple[SubscriptionLineData, ...] = ()
    """What of changes within its periods was still to be invoiced: credits are negative."""
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The customer's declaration that it follows from; None for what staff or a policy did."""
    receipt_number: str | None = None
    received_at: AwareDatetime | None = None
    """When that declaration arrived."""


class SubscriptionCancellationRequested(
    SubscriptionEvent, type="subscription.cancellation_requested", owner=OWNER
):
    """It will end at `effective_at`, after notice, unless the request is withdrawn."""

    change_id: str
    effective_at: AwareDatetime
    mode: Literal["request", "period_end", "immediate"]
    reason: str | None = None
    message: Confidential | None = None
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The customer's declaration that it follows from; None for what staff or a policy did."""
    receipt_number: str | None = None
    received_at: AwareDatetime | None = None
    """When that declaration arrived."""


class SubscriptionCancellationScheduled(
    SubscriptionEvent, type="subscription.cancellation_scheduled", owner=OWNER
):
    """It will end with the paid period, unless it is reactivated."""

    change_id: str
    effective_at: AwareDatetime
    mode: Literal["request", "period_end", "immediate"]
    reason: str | None = None
    message: Confidential | None = None
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The customer's declaration that it follows from; None for what staff or a policy did."""
    receipt_number: str | None = None
    received_at: AwareDatetime | None = None
    """When that declaration arrived."""


class SubscriptionCancellationWithdrawn(
    SubscriptionEvent, type="subscription.cancellation_withdrawn", owner=OWNER
):
    """The request was taken back, and what is linked stays."""

    change_id: str
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The declaration that is taken back with it."""


class SubscriptionReactivated(SubscriptionEvent, type="subscription.reactivated", owner=OWNER):
    """The planned end was taken back, and what is linked stays."""

    change_id: str
    linked_services: tuple[LinkedServiceData, ...] = ()
    declaration_id: str | None = None
    """The declaration that is taken back with it."""


class SubscriptionCancellationRefused(
    SubscriptionEvent, type="subscription.cancellation_refused", owner=OWNER
):
    """A cancellation that a customer declared cannot be carried out; `code` says why."""

    declaration_id: str
    receipt_number: str
    received_at: AwareDatetime
    code: str
    reason: str | None = None
    message: Confidential | None = None


class SubscriptionCollectionChanged(SubscriptionEvent, type="subscription.collection_changed", owner=OWNER):
    """Its invoices are collected automatically from now on, or sent for payment."""


class SubscriptionUpdated(SubscriptionEvent, type="subscription.updated", owner=OWNER):
    """What is linked to it changed, or what is written in its custom fields."""

    linked_services: tuple[LinkedServiceData, ...] = ()
    custom_fields: tuple[str, ...] = ()
    """The keys of those that changed. Their values may be personal, and stay with subscriptions."""
    shown_labels: tuple[str, ...] = ()
    """What its customer knows them by, without those that only the business sees."""


class SubscriptionDiscountApplied(SubscriptionEvent, type="subscription.discount_applied", owner=OWNER):
    """The periods that begin from now on cost less, as long as the discount lasts."""

    discount: DiscountData
    replaces: str | None = None
    """The discount that it takes the place of."""


class SubscriptionDiscountEnded(SubscriptionEvent, type="subscription.discount_ended", owner=OWNER):
    """The period that begins now, or the next one, costs all of its price."""

    discount: DiscountData
    cause: Literal["over", "removed"]


PlanChangeKind = Literal["upgrade", "downgrade", "cycle_change", "quantity_change"]


class PlanData(Contract):
    """What a subscription is for, and what that costs per interval."""

    name: str
    items: tuple[SubscriptionItemData, ...]
    amount: Amount
    interval: Literal["day", "week", "month", "year"]
    interval_count: int


class SubscriptionPlanChangeRequested(
    SubscriptionEvent, type="subscription.plan_change_requested", owner=OWNER
):
    """A change of plan is to be paid first: it happens once the invoice of these lines is paid."""

    change_id: str
    quote_id: str
    kind: PlanChangeKind
    effective_at: AwareDatetime
    """The moment that the lines were reckoned for."""
    lapses_at: AwareDatetime
    lines: tuple[SubscriptionLineData, ...]
    before: PlanData
    after: PlanData


class SubscriptionPlanChangeScheduled(
    SubscriptionEvent, type="subscription.plan_change_scheduled", owner=OWNER
):
    """Its plan changes when the period ends."""

    change_id: str
    quote_id: str
    kind: PlanChangeKind
    effective_at: AwareDatetime
    before: PlanData
    after: PlanData


class SubscriptionPlanChangeWithdrawn(
    SubscriptionEvent, type="subscription.plan_change_withdrawn", owner=OWNER
):
    """The change that waited does not happen."""

    change_id: str
    quote_id: str
    kind: PlanChangeKind
    cause: Literal["withdrawn", "lapsed", "canceled", "paid_too_late"]
    """Somebody took it back; it was not paid in time; the subscription ends; it was paid after all, when it
    could not happen any more, so that the money comes back.
    """
    awaiting_payment: bool
    """An invoice was made for it, which is void now."""
    after: PlanData


class SubscriptionPlanChanged(SubscriptionEvent, type="subscription.plan_changed", owner=OWNER):
    """It has another plan or another interval."""

    change_id: str
    quote_id: str
    kind: PlanChangeKind
    effective_at: AwareDatetime
    lines: tuple[SubscriptionLineData, ...] = ()
    """What the change costs: credits are negative."""
    due: Literal["now", "paid", "next_invoice", "nothing"]
    """Whether an invoice of the lines is to be made now, was paid before, or carries them later."""
    before: PlanData
    after: PlanData


class SubscriptionQuantityChanged(SubscriptionEvent, type="subscription.quantity_changed", owner=OWNER):
    """It is for more or for less of the same."""

    change_id: str
    quote_id: str
    kind: PlanChangeKind
    effective_at: AwareDatetime
    lines: tuple[SubscriptionLineData, ...] = ()
    """What the change costs: credits are negative."""
    due: Literal["now", "paid", "next_invoice", "nothing"]
    """Whether an invoice of the lines is to be made now, was paid before, or carries them later."""
    before: PlanData
    after: PlanData


class SubscriptionTrialExtended(SubscriptionEvent, type="subscription.trial_extended", owner=OWNER):
    """Its trial ends later than it would have."""

    trial_ends_at: AwareDatetime
    days: int


class RetentionOfferData(Contract):
    """Another way than to cancel, as it was shown to the customer of a subscription."""

    presentation_id: str
    subscription_id: str
    customer_id: str
    offer: str
    """The business's code for it."""
    kind: Literal["coupon", "trial_extension", "pause", "plan", "contact"]
    reason: str | None = None


class RetentionOfferEvent(Event, type="retention_offer", owner=OWNER):
    """Base of what becomes of an offer; never sent itself."""

    offer: RetentionOfferData


class RetentionOfferShown(RetentionOfferEvent, type="retention_offer.shown", owner=OWNER):
    """Whoever was about to cancel saw it."""


class RetentionOfferAccepted(RetentionOfferEvent, type="retention_offer.accepted", owner=OWNER):
    """They took it."""


class RetentionOfferDeclined(RetentionOfferEvent, type="retention_offer.declined", owner=OWNER):
    """They canceled all the same."""

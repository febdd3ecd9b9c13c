"""A subscription and the changes that wait on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from foyer_shared.basics.custom_fields import Value
from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.coupon import Reduction
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeDue, PlanChangeKind
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.states import Status

if TYPE_CHECKING:
    from foyer_subscriptions.domain.charged_period import ChargedPeriod


class Collection(StrEnum):
    """How its invoices are paid."""

    AUTOMATIC = "automatic"
    INVOICE = "invoice"


class ChangeKind(StrEnum):
    """What can wait; one of a kind at a time."""

    PAUSE = "pause"
    RESUME = "resume"
    CANCEL = "cancel"
    PLAN = "plan"
    PRICE = "price"
    """Another price of the same, by the business."""


class ChangeState(StrEnum):
    """What became of a change."""

    WAITING = "waiting"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    """It was to be paid first, and was not in time."""
    PAID_TOO_LATE = "paid_too_late"
    """It was paid when it could not happen any more."""


class PausedBy(StrEnum):
    """Who paused, and so who may resume."""

    CUSTOMER = "customer"
    BUSINESS = "business"
    POLICY = "policy"
    """The product's billing policy: a trial ended with no way to collect."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One line of a subscription: a price as it was when subscribed to."""

    price_id: str
    product_id: str
    product_name: str
    quantity: int
    pricing: Pricing

    @property
    def unit_amount(self) -> Money:
        """What one unit costs; zero with tiers."""
        return self.pricing.unit_amount

    @property
    def amount(self) -> Money:
        """What is paid ahead for an interval: nothing for what is metered."""
        return self.unit_amount * 0 if self.pricing.is_metered else self.pricing.amount_for(self.quantity)


class CreditTo(StrEnum):
    """Where the money for unused time goes."""

    BALANCE = "balance"
    REFUND = "refund"


@dataclass(frozen=True, slots=True, kw_only=True)
class Cancellation:
    """How it is canceled and why. Without `credit_to` nothing comes back; without a declaration no customer
    asked for it in the portal.
    """

    mode: CancellationMode
    credit_to: CreditTo | None = None
    reason: str | None = None
    message: str | None = None
    declaration: Declaration | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedService:
    """Something that hangs on a subscription, such as a domain, with a link to it."""

    name: str
    url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedChange:
    """Another plan, cycle or quantity, as it was quoted: nothing of it is reckoned anew."""

    quote_id: str
    kind: PlanChangeKind
    replaces: tuple[Item, ...]
    items: tuple[Item, ...]
    interval: Interval
    interval_count: int
    lines: tuple[Line, ...] = ()
    due: ChangeDue = ChangeDue.NOTHING
    begins_period: bool = False
    """Whether a period begins with it, which its lines charge for."""
    lapses_at: datetime | None = None
    """Until when it waits to be paid; None for one that need not be."""
    discount: Discount | None = None
    """What a promotion code gives with it; None leaves the subscription's own."""

    @property
    def amount(self) -> Money:
        """What it costs per interval."""
        return _sum(item.amount for item in self.items)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedPrice:
    """What an item that has one price costs from the first renewal on that is not before a moment."""

    migration_id: str
    replaces: str
    price_id: str
    pricing: Pricing
    not_before: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingChange:
    """A change with a date: a record of its own, so that it can be listed, withdrawn and audited."""

    id: str
    kind: ChangeKind
    effective_at: datetime
    requested_by: PausedBy
    resumes_at: datetime | None = None
    cancellation: Cancellation | None = None
    plan: PlannedChange | None = None
    price: PlannedPrice | None = None
    state: ChangeState = ChangeState.WAITING


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of one interval, in seconds from the interval's beginning; `whole` is the interval's length.

    A pause moves the end of a period on the calendar, and leaves what was bought as it is.
    """

    begins: int
    ends: int
    whole: int
    reduction: Reduction | None = None
    """What comes off the interval."""
    items: tuple[Item, ...] | None = None
    """What it was bought of, where the subscription is for something else by now."""

    @property
    def bought(self) -> int:
        """How many seconds were paid for."""
        return self.ends - self.begins

    def of(self, items: tuple[Item, ...], now: tuple[Item, ...]) -> "Stretch":
        """The same, bought of these, while the subscription is for what it is for now."""
        return replace(self, items=items if self.bought and items != now else None)

    @property
    def rest(self) -> int:
        """How many seconds of the interval come after it."""
        return self.whole - self.ends


NOTHING_BOUGHT = Stretch(0, 0, 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What a customer bought for as long as it runs. Moments are UTC."""

    id: str
    business_id: str
    customer_id: str
    status: Status
    items: tuple[Item, ...]
    interval: Interval
    interval_count: int
    collection: Collection
    started_at: datetime
    trial_ends_at: datetime | None
    billing_anchor: datetime
    """A period boundary that the others are counted from."""
    current_period_start: datetime
    current_period_end: datetime
    paused_at: datetime | None = None
    paused_by: PausedBy | None = None
    pause_credited: bool = False
    """Whether the pause ended the paid period, so that a new one begins after it."""
    ended_at: datetime | None = None
    archived: bool = False
    """Whether its customer sees no more of it; only what has ended is."""
    lapses_at: datetime | None = None
    """Until when it waits for a way to collect."""
    periods: int | None = None
    """How many periods there are in a fixed term."""
    period_number: int = 0
    """Which of its charged periods is the current one; 0 while none has begun."""
    bought: Stretch = NOTHING_BOUGHT
    """What the charge for the current period bought."""
    discount: Discount | None = None
    """What comes off the periods to come, as far as it reaches them."""
    carried: tuple[Line, ...] = ()
    """What changes within the period cost, for the next invoice."""
    reminded_of: datetime | None = None
    """The end of a trial or period that was announced ahead."""
    linked_services: tuple[LinkedService, ...] = ()
    resubscribed_from: str | None = None
    custom_fields: Mapping[str, Value] = field(default_factory=dict)
    """By key; also those that its products no longer ask for."""
    changes: tuple[PendingChange, ...] = ()
    """Those that wait, and those that this piece of work settled."""
    begun: "tuple[ChargedPeriod, ...]" = field(default=(), compare=False)
    """The charged periods that this piece of work began, on their way to a table of their own."""
    version: int = 1

    @property
    def name(self) -> str:
        """What the customer calls it."""
        return self.items[0].product_name

    @property
    def amount(self) -> Money:
        """Paid ahead per interval, before a discount, without tax unless its prices include it."""
        return _sum(item.amount for item in self.items)

    @property
    def currency(self) -> str:
        """The one currency of its items."""
        return self.items[0].unit_amount.currency

    @property
    def paid_items(self) -> tuple[Item, ...]:
        """What the current period was charged for, item by item."""
        return self.bought.items or self.items

    @property
    def waiting(self) -> tuple[PendingChange, ...]:
        """The changes that have not happened yet, next one first."""
        changes = (change for change in self.changes if change.state is ChangeState.WAITING)
        return tuple(sorted(changes, key=lambda change: change.effective_at))

    def waiting_of(self, kind: ChangeKind) -> PendingChange | None:
        """The one change of this kind that waits, if any."""
        return next((change for change in self.waiting if change.kind is kind), None)

    @property
    def waiting_plan(self) -> PlannedChange | None:
        """The plan that waits, if any."""
        change = self.waiting_of(ChangeKind.PLAN)
        return change.plan if change else None

    @property
    def waiting_price(self) -> PlannedPrice | None:
        """The price that waits, if any."""
        change = self.waiting_of(ChangeKind.PRICE)
        return change.price if change else None

    @property
    def resumes_at(self) -> datetime | None:
        """When a running pause ends."""
        change = self.waiting_of(ChangeKind.RESUME)
        return change.effective_at if change else None

    @property
    def next_charge_at(self) -> datetime | None:
        """When the next period is billed; a pause moves it by its own length. None when nothing will be."""
        if self.status in {Status.PENDING_MANDATE, Status.SUSPENDED, Status.COMPLETED, Status.CANCELED}:
            return None
        cancel = self.waiting_of(ChangeKind.CANCEL)
        if self.is_last_period or (cancel and cancel.effective_at <= self.current_period_end):
            return None
        if self.paused_at is None:
            return self.current_period_end
        if self.resumes_at is None:
            return None
        return self.current_period_end + (self.resumes_at - self.paused_at)

    @property
    def is_last_period(self) -> bool:
        """Whether a fixed term ends with the current period."""
        return self.period_number == self.periods and self.bought.rest == 0

    def with_change(self, change: PendingChange) -> "Subscription":
        """The same with a change added, or with its new state."""
        others = tuple(other for other in self.changes if other.id != change.id)
        return replace(self, changes=(*others, change))

    def with_plan_at_period_end(self) -> "Subscription":
        """The same with a plan that waits for the period's end waiting for where that is now."""
        change = self.waiting_of(ChangeKind.PLAN)
        if change is None or change.plan is None or change.plan.lapses_at:
            return self
        return self.with_change(replace(change, effective_at=self.current_period_end))

    def settled(self, kind: ChangeKind, state: ChangeState) -> "Subscription":
        """The same with the waiting change of this kind applied or withdrawn, if there is one."""
        change = self.waiting_of(kind)
        return self.with_change(replace(change, state=state)) if change else self


def _sum(amounts: Iterable[Money]) -> Money:
    first, *others = amounts
    for amount in others:
        first += amount
    return first

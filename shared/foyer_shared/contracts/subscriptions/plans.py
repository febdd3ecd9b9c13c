"""Changes of plan, cycle, quantity and price."""

from typing import Literal

from pydantic import AwareDatetime

from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Contract
from foyer_shared.contracts.subscriptions.owner import OWNER
from foyer_shared.contracts.subscriptions.subscription import (
    SubscriptionEvent,
    SubscriptionItemData,
    SubscriptionLineData,
)

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


class SubscriptionPriceChangeAnnounced(
    SubscriptionEvent, type="subscription.price_change_announced", owner=OWNER
):
    """The business changes what it costs, from the renewal at `effective_at` on."""

    change_id: str
    migration_id: str
    effective_at: AwareDatetime
    before: PlanData
    after: PlanData


class SubscriptionPriceChangeWithdrawn(
    SubscriptionEvent, type="subscription.price_change_withdrawn", owner=OWNER
):
    """It keeps its price after all."""

    change_id: str
    migration_id: str
    effective_at: AwareDatetime


class SubscriptionPriceChanged(SubscriptionEvent, type="subscription.price_changed", owner=OWNER):
    """The period that begins at `effective_at` is the first one at the new price."""

    change_id: str
    migration_id: str
    effective_at: AwareDatetime
    before: PlanData
    after: PlanData

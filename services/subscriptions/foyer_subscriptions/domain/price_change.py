"""What a new price, announced by the business, means for one subscription."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.periods import next_boundary
from foyer_subscriptions.domain.price_migration import PriceMigration
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    PausedBy,
    PendingChange,
    PlannedPrice,
    Subscription,
)

REACHED = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE, Status.PAUSED, Status.SUSPENDED})
"""The states of those that hear of a new price; a fixed term keeps what was agreed on for it."""


def announce_price(
    subscription: Subscription, migration: PriceMigration, to: Price, *, zone: ZoneInfo
) -> tuple[Subscription, PendingChange] | None:
    """The new price waits for its renewal; None where it does not reach, or another one waits."""
    has_it = any(item.price_id == migration.price_id for item in subscription.items)
    if not has_it or subscription.status not in REACHED or subscription.periods:
        return None
    if subscription.waiting_of(ChangeKind.PRICE):
        return None
    change = PendingChange(
        id=new_id("chg"),
        kind=ChangeKind.PRICE,
        effective_at=first_renewal(subscription, migration.effective_from, zone=zone),
        requested_by=PausedBy.BUSINESS,
        price=PlannedPrice(
            migration_id=migration.id,
            replaces=migration.price_id,
            price_id=to.id,
            pricing=to.pricing,
            not_before=migration.effective_from,
        ),
    )
    return subscription.with_change(change), change


def first_renewal(subscription: Subscription, not_before: datetime, *, zone: ZoneInfo) -> datetime:
    """The first whole interval that begins then or later, as things are now."""
    at = subscription.current_period_end + timedelta(seconds=subscription.bought.rest)
    while at < not_before:
        at = next_boundary(
            subscription.billing_anchor, subscription.interval, subscription.interval_count, zone, after=at
        )
    return at


def due_price(subscription: Subscription, *, at: datetime) -> PendingChange | None:
    """The new price of the period that begins then: of a whole interval, and of nobody who has canceled."""
    change = subscription.waiting_of(ChangeKind.PRICE)
    if change is None or change.price is None or at < change.price.not_before:
        return None
    stays = subscription.bought.rest or subscription.waiting_of(ChangeKind.CANCEL)
    return None if stays else change


def with_new_price(subscription: Subscription, price: PlannedPrice) -> Subscription:
    """The same with the items that have the old price at the new one."""
    items = tuple(
        replace(item, price_id=price.price_id, pricing=price.pricing)
        if item.price_id == price.replaces
        else item
        for item in subscription.items
    )
    bought = subscription.bought.of(subscription.paid_items, items)
    return replace(subscription, items=items, bought=bought)

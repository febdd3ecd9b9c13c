"""Subscriptions and their changes as rows, and back."""

from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    Cancellation,
    ChangeKind,
    ChangeState,
    Collection,
    CreditTo,
    LinkedService,
    PausedBy,
    PendingChange,
    Stretch,
    Subscription,
)
from foyer_subscriptions.domain.timeline import next_due
from foyer_subscriptions.storage.discount_columns import (
    discount_columns,
    discount_of,
    reduction_columns,
    reduction_of,
)
from foyer_subscriptions.storage.items import item_columns, item_of
from foyer_subscriptions.storage.plans import (
    lines_as_stored,
    lines_from_stored,
    plan_as_stored,
    plan_from_stored,
    price_as_stored,
    price_from_stored,
)
from foyer_subscriptions.storage.rows import PendingChangeRow, SubscriptionRow


def columns_of(subscription: Subscription) -> dict[str, Any]:
    """The columns of its row; `next_due_at` says when to look at it again."""
    due = next_due(subscription)
    return {
        "id": subscription.id,
        "business_id": subscription.business_id,
        "customer_id": subscription.customer_id,
        "status": subscription.status,
        "items": [item_columns(item) for item in subscription.items],
        "interval": subscription.interval,
        "interval_count": subscription.interval_count,
        "collection": subscription.collection,
        "started_at": subscription.started_at,
        "trial_ends_at": subscription.trial_ends_at,
        "billing_anchor": subscription.billing_anchor,
        "current_period_start": subscription.current_period_start,
        "current_period_end": subscription.current_period_end,
        "paused_at": subscription.paused_at,
        "paused_by": subscription.paused_by,
        "pause_credited": subscription.pause_credited,
        "ended_at": subscription.ended_at,
        "archived": subscription.archived,
        "lapses_at": subscription.lapses_at,
        "periods": subscription.periods,
        "period_number": subscription.period_number,
        "bought_from": subscription.bought.begins,
        "bought_until": subscription.bought.ends,
        "interval_seconds": subscription.bought.whole,
        "bought_reduction": (
            reduction_columns(subscription.bought.reduction) if subscription.bought.reduction else None
        ),
        "bought_items": (
            [item_columns(item) for item in subscription.bought.items] if subscription.bought.items else None
        ),
        "discount": discount_columns(subscription.discount) if subscription.discount else None,
        "carried": lines_as_stored(subscription.carried),
        "reminded_of": subscription.reminded_of,
        "linked_services": [asdict(linked) for linked in subscription.linked_services],
        "resubscribed_from": subscription.resubscribed_from,
        "custom_fields": dict(subscription.custom_fields),
        "next_due_at": due.at if due else None,
        "version": subscription.version,
    }


def subscription_of(row: SubscriptionRow, changes: tuple[PendingChange, ...]) -> Subscription:
    """The subscription of a row, with the changes that wait on it."""
    return Subscription(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        status=Status(row.status),
        items=tuple(item_of(item) for item in row.items),
        interval=Interval(row.interval),
        interval_count=row.interval_count,
        collection=Collection(row.collection),
        started_at=row.started_at,
        trial_ends_at=row.trial_ends_at,
        billing_anchor=row.billing_anchor,
        current_period_start=row.current_period_start,
        current_period_end=row.current_period_end,
        paused_at=row.paused_at,
        paused_by=PausedBy(row.paused_by) if row.paused_by else None,
        pause_credited=row.pause_credited,
        ended_at=row.ended_at,
        archived=row.archived,
        lapses_at=row.lapses_at,
        periods=row.periods,
        period_number=row.period_number,
        bought=Stretch(
            row.bought_from,
            row.bought_until,
            row.interval_seconds,
            reduction_of(row.bought_reduction) if row.bought_reduction else None,
            tuple(item_of(item) for item in row.bought_items) if row.bought_items else None,
        ),
        discount=discount_of(row.discount) if row.discount else None,
        carried=lines_from_stored(row.carried),
        reminded_of=row.reminded_of,
        linked_services=tuple(LinkedService(**linked) for linked in row.linked_services),
        resubscribed_from=row.resubscribed_from,
        custom_fields=row.custom_fields,
        changes=changes,
        version=row.version,
    )


def change_columns_of(subscription: Subscription, change: PendingChange, *, now: datetime) -> dict[str, Any]:
    """The columns of a change's row."""
    return {
        "id": change.id,
        "subscription_id": subscription.id,
        "kind": change.kind,
        "effective_at": change.effective_at,
        "resumes_at": change.resumes_at,
        "cancellation": _cancellation_document(change.cancellation) if change.cancellation else None,
        "plan": plan_as_stored(change.plan) if change.plan else None,
        "price": price_as_stored(change.price) if change.price else None,
        "requested_by": change.requested_by,
        "state": change.state,
        "requested_at": now,
    }


def change_of(row: PendingChangeRow) -> PendingChange:
    """The change of a row."""
    return PendingChange(
        id=row.id,
        kind=ChangeKind(row.kind),
        effective_at=row.effective_at,
        requested_by=PausedBy(row.requested_by),
        resumes_at=row.resumes_at,
        cancellation=_cancellation_of(row.cancellation) if row.cancellation else None,
        plan=plan_from_stored(row.plan) if row.plan else None,
        price=price_from_stored(row.price) if row.price else None,
        state=ChangeState(row.state),
    )


def _cancellation_document(cancellation: Cancellation) -> dict[str, Any]:
    document = asdict(cancellation)
    if declaration := cancellation.declaration:
        # Its terms have been applied.
        document["declaration"] = {
            "id": declaration.id,
            "number": declaration.number,
            "received_at": declaration.received_at.isoformat(),
            "is_withdrawal": declaration.is_withdrawal,
        }
    return document


def _cancellation_of(stored: dict[str, Any]) -> Cancellation:
    declared = stored.get("declaration")
    return Cancellation(
        mode=CancellationMode(stored["mode"]),
        credit_to=CreditTo(stored["credit_to"]) if stored["credit_to"] else None,
        reason=stored["reason"],
        message=stored["message"],
        declaration=_declaration_of(declared) if declared else None,
    )


def _declaration_of(stored: dict[str, Any]) -> Declaration:
    return Declaration(
        id=stored["id"],
        number=stored["number"],
        received_at=datetime.fromisoformat(stored["received_at"]),
        is_withdrawal=stored.get("is_withdrawal", False),
    )

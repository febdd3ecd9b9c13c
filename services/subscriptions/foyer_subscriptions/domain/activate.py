"""How a subscription leaves `pending_mandate`."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.periods import boundary
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import Subscription


def activate(subscription: Subscription, *, zone: ZoneInfo, now: datetime) -> Subscription:
    """There is a way to collect: the first period begins, but never before the subscription did."""
    begins = max(now, subscription.started_at)
    return replace(
        subscription,
        status=moved(subscription.status, Move.ACTIVATE, Status.ACTIVE),
        billing_anchor=begins,
        current_period_start=begins,
        current_period_end=boundary(begins, subscription.interval, subscription.interval_count, zone),
    )

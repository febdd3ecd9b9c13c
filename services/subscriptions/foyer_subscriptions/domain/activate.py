"""How a subscription leaves `pending_mandate`."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.periods import boundary
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import Subscription


def activate(subscription: Subscription, *, zone: ZoneInfo, now: datetime) -> Subscription:
    """There is a way to collect: the first period begins now."""
    return replace(
        subscription,
        status=moved(subscription.status, Move.ACTIVATE, Status.ACTIVE),
        billing_anchor=now,
        current_period_start=now,
        current_period_end=boundary(now, subscription.interval, subscription.interval_count, zone),
    )

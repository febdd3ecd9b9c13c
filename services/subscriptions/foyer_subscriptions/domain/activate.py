"""How a subscription leaves `pending_mandate`."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.periods import to_the_second
from foyer_subscriptions.domain.renew import begin_period
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import Subscription


def activate(subscription: Subscription, *, zone: ZoneInfo, now: datetime) -> Subscription:
    """There is a way to collect: the first period begins, but never before the subscription did."""
    begins = max(to_the_second(now), subscription.started_at)
    active = replace(
        subscription,
        status=moved(subscription.status, Move.ACTIVATE, Status.ACTIVE),
        billing_anchor=begins,
        lapses_at=None,
    )
    return begin_period(active, zone=zone, begins=begins)

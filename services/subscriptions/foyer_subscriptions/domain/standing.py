"""What an overdue or a paid invoice does to a subscription's state."""

from dataclasses import replace
from datetime import datetime

from foyer_subscriptions.domain.periods import to_the_second
from foyer_subscriptions.domain.states import Move, Status, can
from foyer_subscriptions.domain.subscription import Subscription


def after_debt(subscription: Subscription, *, owes: bool, now: datetime) -> Subscription:
    """Past due while an invoice of it is overdue, back when none is. A pause hides it until it ends."""
    if owes and can(subscription.status, Move.FALL_PAST_DUE):
        return replace(subscription, status=Status.PAST_DUE)
    if not owes and can(subscription.status, Move.RECOVER):
        return replace(_without_the_gap(subscription, now), status=Status.ACTIVE)
    return subscription


def _without_the_gap(subscription: Subscription, now: datetime) -> Subscription:
    """A suspension is not charged for: a period that ended in it lasts until now, and the next one begins."""
    now = to_the_second(now)
    if subscription.status is not Status.SUSPENDED or subscription.current_period_end >= now:
        return subscription
    later = replace(subscription, current_period_end=now, billing_anchor=now)
    return later.with_plan_at_period_end()


def suspend(subscription: Subscription) -> Subscription:
    """Collecting has failed for good."""
    return replace(subscription, status=Status.SUSPENDED)

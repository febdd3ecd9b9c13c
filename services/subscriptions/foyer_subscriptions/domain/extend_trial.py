"""How a trial gets longer."""

from dataclasses import replace
from datetime import timedelta

from foyer_subscriptions.domain.errors import MoveNotPossible
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription


def extend_trial(subscription: Subscription, days: int) -> Subscription:
    """So many days more, after which billing begins; its new end is announced ahead too."""
    if subscription.status is not Status.TRIALING or subscription.trial_ends_at is None:
        raise MoveNotPossible("There is no trial that could be extended.")
    ends = subscription.trial_ends_at + timedelta(days=days)
    return replace(subscription, trial_ends_at=ends, current_period_end=ends, billing_anchor=ends)

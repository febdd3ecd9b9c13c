"""What an overdue or a paid invoice does to a subscription's state."""

from dataclasses import replace

from foyer_subscriptions.domain.states import Move, Status, can
from foyer_subscriptions.domain.subscription import Subscription


def after_debt(subscription: Subscription, *, owes: bool) -> Subscription:
    """Past due while an invoice of it is overdue, back when none is. A pause hides it until it ends."""
    if owes and can(subscription.status, Move.FALL_PAST_DUE):
        return replace(subscription, status=Status.PAST_DUE)
    if not owes and can(subscription.status, Move.RECOVER):
        return replace(subscription, status=Status.ACTIVE)
    return subscription

"""How a subscription ends: nothing waits on it any more."""

from dataclasses import replace
from datetime import datetime

from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription


def cancel_as_of(subscription: Subscription, at: datetime) -> Subscription:
    """It is canceled; a cancellation that waited has been done."""
    done = subscription.settled(ChangeKind.CANCEL, ChangeState.APPLIED)
    return _ended(done, Move.CANCEL, Status.CANCELED, at)


def complete_as_of(subscription: Subscription, at: datetime) -> Subscription:
    """Its fixed term is over."""
    return _ended(subscription, Move.COMPLETE, Status.COMPLETED, at)


def _ended(subscription: Subscription, move: Move, status: Status, at: datetime) -> Subscription:
    for kind in ChangeKind:
        subscription = subscription.settled(kind, ChangeState.WITHDRAWN)
    return replace(
        subscription,
        status=moved(subscription.status, move, status),
        ended_at=at,
        paused_at=None,
        paused_by=None,
        pause_credited=False,
        lapses_at=None,
        carried=(),
    )

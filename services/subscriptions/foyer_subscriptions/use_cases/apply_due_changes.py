"""Do what the pending changes of one subscription said, once their time has come."""

from datetime import datetime

from foyer_shared.contracts.subscriptions import (
    SubscriptionPaused,
    SubscriptionPauseWithdrawn,
    SubscriptionResumed,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.pause import pause_now
from foyer_subscriptions.domain.resume import resume
from foyer_subscriptions.domain.states import Move, can
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, PendingChange, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.told import announce


async def apply_due_changes(work: Work, subscription_id: str) -> Subscription:
    """Apply what is due on one subscription, the earliest first, each as of the moment it was due."""
    subscriptions = Subscriptions(work.session)
    subscription = await subscriptions.get_for_update(work.scope, subscription_id)
    # Another worker may have been here while this one waited for the lock: then nothing is due.
    while change := _due(subscription, work.now):
        match change.kind:
            case ChangeKind.PAUSE if change.resumes_at and can(subscription.status, Move.PAUSE):
                paused = pause_now(
                    subscription,
                    by=change.requested_by,
                    resumes_at=change.resumes_at,
                    at=change.effective_at,
                )
                subscription = await subscriptions.save(paused, now=work.now)
                announce(
                    work,
                    SubscriptionPaused,
                    subscription,
                    paused_at=change.effective_at,
                    resumes_at=change.resumes_at,
                )
            case ChangeKind.RESUME:
                owes = await Standings(work.session).owes(work.scope, subscription.id)
                zone = await Businesses(work.session).zone(work.scope)
                resumed = resume(subscription, owes=owes, zone=zone, at=change.effective_at)
                subscription = await subscriptions.save(resumed, now=work.now)
                announce(work, SubscriptionResumed, subscription, resumed_at=change.effective_at)
            case _:
                # What was planned has become impossible, such as a pause of what is past due by now.
                withdrawn = subscription.settled(change.kind, ChangeState.WITHDRAWN)
                subscription = await subscriptions.save(withdrawn, now=work.now)
                announce(work, SubscriptionPauseWithdrawn, subscription, change_id=change.id)
    return subscription


def _due(subscription: Subscription, now: datetime) -> PendingChange | None:
    return next((change for change in subscription.waiting if change.effective_at <= now), None)

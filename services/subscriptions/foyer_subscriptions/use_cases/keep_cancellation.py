"""A cancellation is decided: keep it and tell it, and what it takes the place of."""

from foyer_shared.contracts.subscriptions import (
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionPauseWithdrawn,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.decline_retention_offers import decline_retention_offers
from foyer_subscriptions.use_cases.told import announce, cancellation_facts


async def keep_cancellation(work: Work, subscription: Subscription, plan: Outlook) -> Subscription:
    """The locked subscription after it; what takes effect at once is done."""
    pause, other_plan = (subscription.waiting_of(kind) for kind in (ChangeKind.PAUSE, ChangeKind.PLAN))
    for kind in (ChangeKind.CANCEL, ChangeKind.PAUSE, ChangeKind.PLAN):
        subscription = subscription.settled(kind, ChangeState.WITHDRAWN)
    saved = await Subscriptions(work.session).save(subscription.with_change(plan.change), now=work.now)
    if pause:
        announce(work, SubscriptionPauseWithdrawn, saved, change_id=pause.id)
    announce_plan_withdrawn(work, saved, other_plan, "canceled")
    await decline_retention_offers(work, saved)
    if plan.change.effective_at > work.now:
        _announce_waiting(work, saved, plan)
        return saved
    return await advance_subscription(work, subscription.id, charging=False)


def _announce_waiting(work: Work, subscription: Subscription, plan: Outlook) -> None:
    requested = plan.change.cancellation and plan.change.cancellation.mode is CancellationMode.REQUEST
    announce(
        work,
        SubscriptionCancellationRequested if requested else SubscriptionCancellationScheduled,
        subscription,
        effective_at=plan.change.effective_at,
        **cancellation_facts(subscription, plan.change),
    )

"""Take a cancellation in: what it means is decided, kept and told."""

from foyer_shared.contracts.subscriptions import (
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionPauseWithdrawn,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.decline_retention_offers import decline_retention_offers
from foyer_subscriptions.use_cases.plan_cancellation import plan_cancellation
from foyer_subscriptions.use_cases.told import announce, cancellation_facts


async def receive_cancellation(
    work: Work,
    subscription: Subscription,
    *,
    by: PausedBy,
    when: CancelTiming | None = None,
    reason: str | None = None,
    message: str | None = None,
    promise: Promise | None = None,
    declaration: Declaration | None = None,
) -> tuple[Subscription, Outlook]:
    """The locked subscription, as it is now, and what its cancellation means. Refuses before it writes, also
    what is no longer as promised; what was declared is not refused for that: its promise is checked before.
    """
    as_of = promise.kept_as_of(subscription, now=work.now) if promise else work.now
    plan = await plan_cancellation(
        work,
        subscription,
        by=by,
        when=when,
        reason=reason,
        message=message,
        as_of=as_of,
        declaration=declaration,
    )
    if promise and not declaration:
        promise.check(subscription, plan)
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
        return saved, plan
    return await advance_subscription(work, subscription.id, charging=False), plan


def _announce_waiting(work: Work, subscription: Subscription, plan: Outlook) -> None:
    requested = plan.change.cancellation and plan.change.cancellation.mode is CancellationMode.REQUEST
    announce(
        work,
        SubscriptionCancellationRequested if requested else SubscriptionCancellationScheduled,
        subscription,
        effective_at=plan.change.effective_at,
        **cancellation_facts(subscription, plan.change),
    )

"""Cancel a subscription: at once, at the period's end, or after notice."""

from foyer_shared.contracts.subscriptions import (
    SubscriptionCancellationRequested,
    SubscriptionCancellationScheduled,
    SubscriptionPauseWithdrawn,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.errors import CancellationReasonUnknown
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, PausedBy, Subscription
from foyer_subscriptions.storage.reasons import Reasons
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn
from foyer_subscriptions.use_cases.plan_cancellation import plan_cancellation
from foyer_subscriptions.use_cases.told import announce, cancellation_facts


async def cancel_subscription(
    work: Work,
    subscription_id: str,
    *,
    by: PausedBy,
    when: CancelTiming | None = None,
    reason: str | None = None,
    message: str | None = None,
    promise: Promise | None = None,
) -> tuple[Subscription, Outlook]:
    """It, as it is now, and what the cancellation means. A renewal that has not run yet does not happen
    first: what is received before it is never charged for it. With a `promise` it is what was shown, or
    refused.
    """
    subscription = await advance_subscription(work, subscription_id, charging=False)
    await _check_reason(work, reason)
    as_of = promise.kept_as_of(subscription, now=work.now) if promise else work.now
    plan = await plan_cancellation(
        work, subscription, by=by, when=when, reason=reason, message=message, as_of=as_of
    )
    if promise:
        promise.check(subscription, plan)
    pause, other_plan = (subscription.waiting_of(kind) for kind in (ChangeKind.PAUSE, ChangeKind.PLAN))
    for kind in (ChangeKind.CANCEL, ChangeKind.PAUSE, ChangeKind.PLAN):
        subscription = subscription.settled(kind, ChangeState.WITHDRAWN)
    saved = await Subscriptions(work.session).save(subscription.with_change(plan.change), now=work.now)
    if pause:
        announce(work, SubscriptionPauseWithdrawn, saved, change_id=pause.id)
    announce_plan_withdrawn(work, saved, other_plan, "canceled")
    if plan.change.effective_at > work.now:
        _announce_waiting(work, saved, plan)
        return saved, plan
    return await advance_subscription(work, subscription_id, charging=False), plan


async def _check_reason(work: Work, reason: str | None) -> None:
    if reason and reason not in {known.code for known in await Reasons(work.session).get(work.scope)}:
        raise CancellationReasonUnknown("This is none of the reasons that are asked for.", field="reason")


def _announce_waiting(work: Work, subscription: Subscription, plan: Outlook) -> None:
    requested = plan.change.cancellation and plan.change.cancellation.mode is CancellationMode.REQUEST
    announce(
        work,
        SubscriptionCancellationRequested if requested else SubscriptionCancellationScheduled,
        subscription,
        effective_at=plan.change.effective_at,
        **cancellation_facts(subscription, plan.change),
    )

"""What the cancellation that waits means, or what canceling now would mean."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.outlook import Outlook, outlook
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.plan_cancellation import plan_cancellation


async def read_cancellation(
    work: Work, subscription: Subscription, *, by: PausedBy, promise: Promise | None = None
) -> Outlook:
    """Refuses what the cancellation itself would be refused for, also what is no longer as promised."""
    waiting = subscription.waiting_of(ChangeKind.CANCEL)
    if waiting:
        zone = await Circumstances(work.session).zone(subscription)
        return outlook(subscription, waiting, zone=zone)
    if promise is None:
        return await plan_cancellation(work, subscription, by=by)
    as_of = promise.kept_as_of(subscription, now=work.now)
    plan = await plan_cancellation(work, subscription, by=by, as_of=as_of)
    promise.check(subscription, plan)
    return plan

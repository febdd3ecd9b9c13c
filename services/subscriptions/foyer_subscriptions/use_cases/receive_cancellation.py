"""Take a cancellation in: what it means is decided, kept and told."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.use_cases.keep_cancellation import keep_cancellation
from foyer_subscriptions.use_cases.plan_cancellation import plan_cancellation


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
    return await keep_cancellation(work, subscription, plan), plan

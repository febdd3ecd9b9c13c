"""Cancel a subscription: at once, at the period's end, or after notice."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.check_reason import check_reason
from foyer_subscriptions.use_cases.receive_cancellation import receive_cancellation


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
    await check_reason(work, reason)
    return await receive_cancellation(
        work, subscription, by=by, when=when, reason=reason, message=message, promise=promise
    )

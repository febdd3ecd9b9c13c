"""Resume a paused subscription."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.resume import check_resume_possible
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.end_pause import end_pause
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements


async def resume_subscription(work: Work, subscription_id: str, *, by: PausedBy) -> Subscription:
    """End the pause now; a period or a trial that was over when it began goes on at once."""
    subscription = await advance_subscription(work, subscription_id)
    check_resume_possible(subscription, by=by)
    later = replace(subscription, version=subscription.version + 1)
    resumed = await end_pause(work, later, work.now, Circumstances(work.session))
    await Subscriptions(work.session).save_all([resumed], now=work.now)
    await settle_entitlements(work, resumed)
    return await advance_subscription(work, subscription_id)

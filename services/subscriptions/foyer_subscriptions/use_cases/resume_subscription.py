"""Resume a paused subscription."""

from foyer_shared.contracts.subscriptions import SubscriptionResumed
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.resume import check_resume_possible, resume
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.told import announce


async def resume_subscription(work: Work, subscription_id: str, *, by: PausedBy) -> Subscription:
    """End the pause now; a period or a trial that was over when it began goes on at once."""
    subscription = await advance_subscription(work, subscription_id)
    check_resume_possible(subscription, by=by)
    circumstances = Circumstances(work.session)
    owes = await circumstances.owes(subscription)
    resumed = resume(subscription, owes=owes, zone=await circumstances.zone(subscription), at=work.now)
    saved = await Subscriptions(work.session).save(resumed, now=work.now)
    announce(work, SubscriptionResumed, saved, resumed_at=work.now)
    return await advance_subscription(work, subscription_id)

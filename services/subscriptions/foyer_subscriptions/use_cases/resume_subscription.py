"""Resume a paused subscription."""

from foyer_shared.contracts.subscriptions import SubscriptionResumed
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.resume import check_resume_possible, resume
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.told import announce


async def resume_subscription(work: Work, subscription_id: str, *, by: PausedBy) -> Subscription:
    """End the pause now."""
    subscriptions = Subscriptions(work.session)
    subscription = await subscriptions.get_for_update(work.scope, subscription_id)
    check_resume_possible(subscription, by=by)
    owes = await Standings(work.session).owes(work.scope, subscription.id)
    zone = await Businesses(work.session).zone(work.scope)
    resumed = resume(subscription, owes=owes, zone=zone, at=work.now)
    saved = await subscriptions.save(resumed, now=work.now)
    announce(work, SubscriptionResumed, saved, resumed_at=work.now)
    return saved

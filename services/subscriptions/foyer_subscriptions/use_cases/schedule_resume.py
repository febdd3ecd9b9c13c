"""Choose another day on which a pause ends."""

from datetime import datetime

from foyer_shared.contracts.subscriptions import SubscriptionResumeScheduled
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.pause import resume_moment
from foyer_subscriptions.domain.resume import check_resume_possible
from foyer_subscriptions.domain.resume_date import move_resume, resume_window
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.told import announce


async def schedule_resume(
    work: Work, subscription_id: str, *, resumes_at: datetime, by: PausedBy
) -> Subscription:
    """Within the longest pause that the policy allows; whoever may resume it may choose."""
    subscription = await advance_subscription(work, subscription_id)
    check_resume_possible(subscription, by=by)
    policy, zone = await binding_policy(work, subscription), await Businesses(work.session).zone(work.scope)
    window = resume_window(subscription, policy, zone, now=work.now)
    later, change = move_resume(subscription, resume_moment(window, resumes_at, now=work.now))
    if later == subscription:
        return subscription
    saved = await Subscriptions(work.session).save(later, now=work.now)
    announce(work, SubscriptionResumeScheduled, saved, change_id=change.id, resumes_at=change.effective_at)
    return saved

"""A pause ends: billing runs again."""

from datetime import datetime

from foyer_shared.contracts.subscriptions import SubscriptionResumed
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.resume import resume
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.bill_usage import bill_usage
from foyer_subscriptions.use_cases.charge_period import charge_period
from foyer_subscriptions.use_cases.told import announce, announce_discount_over


async def end_pause(
    work: Work, subscription: Subscription, at: datetime, circumstances: Circumstances
) -> Subscription:
    """End it as of `at`; after a pause that credited the paid days, a period that is charged begins."""
    owes = await circumstances.owes(subscription)
    resumed = resume(subscription, owes=owes, zone=await circumstances.zone(subscription), at=at)
    announce(work, SubscriptionResumed, resumed, resumed_at=at, begins_period=subscription.pause_credited)
    if not subscription.pause_credited:
        return resumed
    used = await bill_usage(subscription, circumstances, ends=resumed.current_period_start)
    announce_discount_over(work, subscription, resumed)
    return charge_period(work, subscription, resumed, PeriodReason.RESUMED, used=used)

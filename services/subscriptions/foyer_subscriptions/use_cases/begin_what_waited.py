"""A customer can be collected from: what waited for that begins."""

from foyer_shared.contracts.subscriptions import SubscriptionActivated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.activate import activate
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.charged_periods import ChargedPeriods
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.charge_period import charge_period
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce


async def begin_what_waited(work: Work) -> None:
    """What waited for a first way to pay is active, and what a trial left paused goes on.

    Nothing begins if there is no way after all.
    """
    if not await Standings(work.session).can_collect(work.scope):
        return
    subscriptions = Subscriptions(work.session)
    waiting = await subscriptions.awaiting_method_for_update(work.scope)
    if not waiting:
        return
    zone = await Businesses(work.session).zone(work.scope)
    for subscription in waiting:
        if subscription.status is Status.PAUSED:
            await resume_subscription(work, subscription.id, by=PausedBy.POLICY)
            continue
        saved = await subscriptions.save(activate(subscription, zone=zone, now=work.now), now=work.now)
        announce(work, SubscriptionActivated, saved)
        charged = charge_period(work, subscription, saved, PeriodReason.STARTED)
        await ChargedPeriods(work.session).add_begun([charged])
        await settle_entitlements(work, saved)

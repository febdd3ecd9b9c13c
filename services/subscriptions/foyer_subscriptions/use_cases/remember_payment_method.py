"""A customer can be collected from: what waited for that begins."""

from foyer_shared.contracts.subscriptions import SubscriptionActivated
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.activate import activate
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce, announce_period


async def remember_payment_method(
    work: Work, *, payment_method_id: str, customer_id: str, version: int
) -> None:
    """Keep the method; what waited for its first one is active, and what a trial left paused goes on."""
    subscriptions = Subscriptions(work.session)
    await subscriptions.lock_customer(work.scope)
    row = PaymentMethodRow(
        id=payment_method_id,
        version=version,
        business_id=work.scope.business_id,
        customer_id=customer_id,
    )
    await save_copy(work, row)
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
        announce_period(work, saved, PeriodReason.STARTED)
        await settle_entitlements(work, saved)

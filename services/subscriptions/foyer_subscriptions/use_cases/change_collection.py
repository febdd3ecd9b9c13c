"""Collect a subscription's invoices automatically, or send them for payment."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import SubscriptionActivated, SubscriptionCollectionChanged
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.activate import activate
from foyer_subscriptions.domain.errors import NoWayToCollect, SubscriptionAlreadyEnded
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.states import ENDED, Status
from foyer_subscriptions.domain.subscription import Collection, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce, announce_period


async def change_collection(work: Work, subscription_id: str, collection: Collection) -> Subscription:
    """From the next invoice on. What waited for a way to collect begins when invoices are sent."""
    subscription = await advance_subscription(work, subscription_id)
    if subscription.status in ENDED:
        raise SubscriptionAlreadyEnded("This subscription has ended already.")
    if subscription.collection is collection:
        return subscription
    if collection is Collection.AUTOMATIC and not await Circumstances(work.session).can_collect(subscription):
        raise NoWayToCollect("Add a payment method of the customer first.", field="collection")
    subscriptions = Subscriptions(work.session)
    saved = await subscriptions.save(replace(subscription, collection=collection), now=work.now)
    announce(work, SubscriptionCollectionChanged, saved)
    if saved.status is not Status.PENDING_MANDATE:
        return saved
    zone = await Businesses(work.session).zone(work.scope)
    begun = await subscriptions.save(activate(saved, zone=zone, now=work.now), now=work.now)
    announce(work, SubscriptionActivated, begun)
    announce_period(work, begun, PeriodReason.STARTED)
    await settle_entitlements(work, begun)
    return begun

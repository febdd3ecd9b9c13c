"""Subscribe a customer."""

from collections.abc import Sequence
from dataclasses import replace

from foyer_shared.basics.custom_fields import fields_of, first_values
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.subscriptions import SubscriptionCreated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscribe import Terms, common_interval, item_of, subscribe
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.catalogue import Prices, Products
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.count_redemption import count_redemption
from foyer_subscriptions.use_cases.find_redeemable import Asked, find_redeemable
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.told import announce, announce_discount, announce_period


async def create_subscription(
    work: Work,
    *,
    customer_id: str,
    items: Sequence[tuple[str, int]],
    terms: Terms,
    discount: Asked | None = None,
) -> Subscription:
    """Begin a subscription to `items` of (price id, quantity), perhaps with a discount."""
    subscriptions, owner = Subscriptions(work.session), Scope(work.scope.business_id, customer_id)
    prices = await Prices(work.session).get_many(work.scope, [price_id for price_id, _ in items])
    products = await Products(work.session).get_many(
        work.scope, [price.product_id for price in prices.values()]
    )
    # A payment method that is added at this moment either is seen here, or sees this subscription.
    await subscriptions.lock_customer(owner)
    made = [prices[price_id] for price_id, _ in items]
    agreed = tuple(
        item_of(products[price.product_id], price, quantity)
        for price, (_, quantity) in zip(made, items, strict=True)
    )
    found = (
        await find_redeemable(work, discount, items=agreed, customer_id=customer_id, for_update=True)
        if discount
        else None
    )
    subscription = subscribe(
        replace(terms, discount=found.discount(work.now) if found else None),
        business_id=work.scope.business_id,
        customer_id=customer_id,
        items=agreed,
        interval=common_interval(list(prices.values())),
        mandate_days=products[made[0].product_id].billing.mandate_days,
        can_collect=await Standings(work.session).can_collect(owner),
        zone=await Businesses(work.session).zone(work.scope),
        now=work.now,
    )
    subscription = replace(
        subscription,
        custom_fields=first_values(
            fields_of(products[price.product_id].custom_fields for price in made),
            terms.custom_fields,
            taken_over=terms.resubscribed_from is not None,
        ),
    )
    await subscriptions.add(subscription)
    announce(
        work,
        SubscriptionCreated,
        subscription,
        trial_ends_at=subscription.trial_ends_at,
        periods=subscription.periods,
        imported=terms.backdated_to is not None,
        resubscribed_from=subscription.resubscribed_from,
    )
    if found:
        await count_redemption(work, found, subscription)
        announce_discount(work, subscription)
    if subscription.status is Status.ACTIVE and not terms.backdated_to:
        announce_period(work, subscription, PeriodReason.STARTED)
    await settle_entitlements(work, subscription)
    return subscription

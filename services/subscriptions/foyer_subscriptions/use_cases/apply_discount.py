"""Give a subscription a discount; it takes the place of the one before."""

from dataclasses import replace

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.give_discount import check_discount_possible, check_not_given
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.count_redemption import count_redemption
from foyer_subscriptions.use_cases.find_redeemable import Asked, find_redeemable
from foyer_subscriptions.use_cases.told import announce_discount


async def apply_discount(work: Work, subscription_id: str, asked: Asked, *, by: PausedBy) -> Subscription:
    """It comes off the periods that begin from now on."""
    subscription = await advance_subscription(work, subscription_id)
    check_discount_possible(subscription, await binding_policy(work, subscription), by=by)
    found = await find_redeemable(
        work, asked, items=subscription.items, customer_id=subscription.customer_id, for_update=True
    )
    check_not_given(subscription, found.coupon)
    discounted = replace(subscription, discount=found.discount(work.now))
    await count_redemption(work, found, discounted)
    saved = await Subscriptions(work.session).save(discounted, now=work.now)
    announce_discount(work, saved, replaces=subscription.discount)
    return saved

"""Take a subscription's discount away."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import SubscriptionDiscountEnded
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.discount_errors import DiscountNotFound
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.told import announce, discount_data


async def remove_discount(work: Work, subscription_id: str) -> Subscription:
    """The next period costs all of its price; what was charged, and its redemption, stay as they are."""
    subscription = await advance_subscription(work, subscription_id)
    discount = subscription.discount
    if discount is None:
        raise DiscountNotFound("This subscription has no discount.")
    saved = await Subscriptions(work.session).save(replace(subscription, discount=None), now=work.now)
    announce(work, SubscriptionDiscountEnded, saved, discount=discount_data(discount), cause="removed")
    return saved

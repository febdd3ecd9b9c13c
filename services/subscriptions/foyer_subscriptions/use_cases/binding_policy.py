"""Which self-service policy binds a subscription's customer."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.policy import SelfServicePolicy, strictest
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.catalogue import Products


async def binding_policy(work: Work, subscription: Subscription) -> SelfServicePolicy:
    """The strictest of its products' policies; where one must be chosen, that of its first item."""
    products = await Products(work.session).get_many(
        Scope(subscription.business_id), [item.product_id for item in subscription.items]
    )
    return strictest([products[item.product_id].self_service for item in subscription.items])

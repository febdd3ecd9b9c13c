"""Who asks, and which self-service policy binds them."""

from foyer_shared.basics.origin import ActorKind, Scope
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.policy import SelfServicePolicy, strictest
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.catalogue import Products


def who_asks(work: Work) -> PausedBy:
    """A login acts for the customer; everyone else for the business."""
    return PausedBy.CUSTOMER if work.actor.kind is ActorKind.LOGIN else PausedBy.BUSINESS


async def policy_of(work: Work, subscription: Subscription) -> SelfServicePolicy:
    """The self-service policy of the subscription's products."""
    products = await Products(work.session).get_many(
        Scope(subscription.business_id), [item.product_id for item in subscription.items]
    )
    return strictest([product.self_service for product in products.values()])

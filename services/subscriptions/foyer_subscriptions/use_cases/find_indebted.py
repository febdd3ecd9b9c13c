"""Find the subscription that something is owed for."""

from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import SubscriptionNotFound
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription


async def find_indebted(work: Work, subscription_id: str) -> Subscription:
    """It, locked and up to now; NotYet if it has not arrived."""
    try:
        return await advance_subscription(work, subscription_id)
    except SubscriptionNotFound as error:
        raise NotYet(f"{subscription_id} has not arrived") from error

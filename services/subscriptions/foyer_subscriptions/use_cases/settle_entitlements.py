"""Grant and revoke what a subscription entitles to, after any change of its items or its state."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.holding import holding_of_subscription
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.settle_holding import settle_holding


async def settle_entitlements(
    work: Work, subscription: Subscription, circumstances: Circumstances | None = None
) -> None:
    """Make its grants what they are to be, as it is now; does nothing when they are so already.

    The subscription is locked, or new. What many of them share comes from `circumstances`.
    """
    if await (circumstances or Circumstances(work.session)).grants_anything(subscription):
        await settle_holding(work, holding_of_subscription(subscription))

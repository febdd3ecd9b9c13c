"""Change what hangs on a subscription."""

from collections.abc import Sequence
from dataclasses import replace

from foyer_shared.contracts.subscriptions import SubscriptionUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import LinkedService, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.told import announce, linked_data


async def update_subscription(
    work: Work, subscription_id: str, *, linked_services: Sequence[LinkedService]
) -> Subscription:
    """From now on these services are linked."""
    subscription = await advance_subscription(work, subscription_id)
    changed = replace(subscription, linked_services=tuple(linked_services))
    saved = await Subscriptions(work.session).save(changed, now=work.now)
    announce(work, SubscriptionUpdated, saved, linked_services=linked_data(saved))
    return saved

"""Archive an ended subscription, so that its customer sees no more of it, or show it again."""

from dataclasses import replace

from foyer_shared.contracts.subscriptions import SubscriptionUpdated
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import NotEndedToArchive
from foyer_subscriptions.domain.states import ENDED
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.told import announce, linked_data


async def archive_subscription(work: Work, subscription_id: str, *, archived: bool) -> Subscription:
    """It as asked for; what is so already is not told again. What goes on is never hidden."""
    subscription = await advance_subscription(work, subscription_id)
    if archived and subscription.status not in ENDED:
        raise NotEndedToArchive("Only a subscription that has ended can be archived. Cancel it first.")
    if subscription.archived == archived:
        return subscription
    saved = await Subscriptions(work.session).save(replace(subscription, archived=archived), now=work.now)
    announce(work, SubscriptionUpdated, saved, linked_services=linked_data(saved))
    return saved

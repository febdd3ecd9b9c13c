"""Subscribe again to what an ended subscription was for."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.errors import AlreadyResubscribed, SubscriptionNotFound
from foyer_subscriptions.domain.resubscribe import check_resubscribe_possible
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.binding_policy import binding_policy
from foyer_subscriptions.use_cases.create_subscription import create_subscription


async def resubscribe(work: Work, subscription_id: str, *, by: PausedBy) -> Subscription:
    """A new subscription with the same prices, if they are still sold, without a trial. The business may take
    an archived one up again, which its customer does not see; the old one stays archived.
    """
    ended = await advance_subscription(work, subscription_id)
    if ended.archived and by is PausedBy.CUSTOMER:
        raise SubscriptionNotFound("There is no such subscription.")
    check_resubscribe_possible(ended, await binding_policy(work, ended), by=by)
    if await Subscriptions(work.session).resubscribed(work.scope, [ended.id]):
        raise AlreadyResubscribed("It has been subscribed to again already.")
    return await create_subscription(
        work,
        customer_id=ended.customer_id,
        items=[(item.price_id, item.quantity) for item in ended.items],
        terms=Terms(
            collection=ended.collection,
            periods=ended.periods,
            linked_services=ended.linked_services,
            resubscribed_from=ended.id,
            custom_fields=ended.custom_fields,
        ),
    )

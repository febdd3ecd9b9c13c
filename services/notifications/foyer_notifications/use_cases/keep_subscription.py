"""Keep what announcements need to know of subscriptions."""

from foyer_shared.contracts.subscriptions import SubscriptionData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_notifications.storage.rows import SubscriptionRow


async def keep_subscription(work: Work, subscription: SubscriptionData, *, version: int) -> None:
    """Whose it is, to what, and whether it runs."""
    await save_copy(
        work,
        SubscriptionRow(
            id=subscription.subscription_id,
            version=version,
            business_id=work.scope.business_id,
            customer_id=subscription.customer_id,
            status=subscription.status,
            product_ids=[item.product_id for item in subscription.items],
        ),
    )

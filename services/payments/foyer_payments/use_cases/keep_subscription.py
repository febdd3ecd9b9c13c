"""Keeps the copy of a subscription up to date."""

from foyer_shared.contracts.subscriptions import SubscriptionData
from foyer_shared.storage.copies import save_copy
from foyer_shared.storage.work import Work

from foyer_payments.domain.subscription import ENDED
from foyer_payments.storage.rows import SubscriptionRow
from foyer_payments.storage.subscription_methods import SubscriptionMethods


async def keep_subscription(work: Work, subscription: SubscriptionData, *, version: int) -> None:
    """Newer versions overwrite older ones. Of what has ended no choice of a method is kept."""
    row = SubscriptionRow(
        id=subscription.subscription_id,
        business_id=work.scope.business_id,
        customer_id=subscription.customer_id,
        version=version,
        name=subscription.name,
        status=subscription.status,
        collection=subscription.collection,
    )
    await save_copy(work, row)
    if subscription.status in ENDED:
        await SubscriptionMethods(work.session).forget(work.scope, row.id)

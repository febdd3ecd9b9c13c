"""A subscription is collected in another way from now on."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCollectionChanged
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.keep_subscription import keep_subscription


async def on_subscription_collection_changed(
    work: Work, event: SubscriptionCollectionChanged, envelope: Envelope
) -> None:
    """Keep the copy."""
    await keep_subscription(work, event.subscription, version=envelope.subjectversion)

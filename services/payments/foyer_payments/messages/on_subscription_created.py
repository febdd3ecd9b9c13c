"""A customer subscribed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCreated
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.keep_subscription import keep_subscription


async def on_subscription_created(work: Work, event: SubscriptionCreated, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_subscription(work, event.subscription, version=envelope.subjectversion)

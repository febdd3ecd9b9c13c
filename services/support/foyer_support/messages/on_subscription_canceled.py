"""A subscription has ended, by request or not."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCanceled
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Settlement
from foyer_support.use_cases.settle_cancellation import settle_cancellation


async def on_subscription_canceled(work: Work, event: SubscriptionCanceled, envelope: Envelope) -> None:
    """Resolve the ticket of a request to cancel it."""
    await settle_cancellation(
        work,
        Settlement.CANCELED,
        subscription_id=event.subscription.subscription_id,
        actor=Actor.parse(envelope.actor),
    )

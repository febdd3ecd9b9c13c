"""A request to cancel was taken back."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationWithdrawn
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Settlement
from foyer_support.use_cases.settle_cancellation import settle_cancellation


async def on_subscription_cancellation_withdrawn(
    work: Work, event: SubscriptionCancellationWithdrawn, envelope: Envelope
) -> None:
    """Resolve its ticket."""
    await settle_cancellation(
        work,
        Settlement.WITHDRAWN,
        subscription_id=event.subscription.subscription_id,
        change_id=event.change_id,
        actor=Actor.parse(envelope.actor),
    )

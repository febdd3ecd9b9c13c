"""A subscription has come to the end of its fixed term."""

from foyer_shared.basics.origin import Actor
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCompleted
from foyer_shared.storage.work import Work

from foyer_support.domain.outcome import Settlement
from foyer_support.use_cases.settle_cancellation import settle_cancellation


async def on_subscription_completed(work: Work, event: SubscriptionCompleted, envelope: Envelope) -> None:
    """Resolve the ticket of a request to cancel it."""
    await settle_cancellation(
        work,
        Settlement.COMPLETED,
        subscription_id=event.subscription.subscription_id,
        actor=Actor.parse(envelope.actor),
    )

"""A subscription is to end after notice."""

from foyer_shared.basics.origin import Actor, ActorKind
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRequested
from foyer_shared.storage.work import Work

from foyer_support.domain.cancellation import Cancellation, LinkedService
from foyer_support.domain.side import Side
from foyer_support.use_cases.open_cancellation_ticket import open_cancellation_ticket


async def on_subscription_cancellation_requested(
    work: Work, event: SubscriptionCancellationRequested, envelope: Envelope
) -> None:
    """Open its ticket, on the side of whoever asked."""
    actor = Actor.parse(envelope.actor)
    await open_cancellation_ticket(
        work,
        Cancellation(
            change_id=event.change_id,
            effective_at=event.effective_at,
            reason=event.reason,
            checklist=tuple(LinkedService(linked.name, linked.url) for linked in event.linked_services),
        ),
        by=Side.CUSTOMER if actor.kind is ActorKind.LOGIN else Side.STAFF,
        customer_id=event.subscription.customer_id,
        subscription_id=event.subscription.subscription_id,
        subscription_name=event.subscription.name,
        message=event.message,
    )

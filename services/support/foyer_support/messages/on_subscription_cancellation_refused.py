"""A cancellation that a customer declared could not be carried out by itself."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRefused
from foyer_shared.storage.work import Work

from foyer_support.use_cases.open_refused_ticket import open_refused_ticket


async def on_subscription_cancellation_refused(
    work: Work, event: SubscriptionCancellationRefused, _: Envelope
) -> None:
    """Open a ticket, so that somebody does."""
    await open_refused_ticket(
        work,
        customer_id=event.subscription.customer_id,
        subscription_id=event.subscription.subscription_id,
        subscription_name=event.subscription.name,
        declaration_id=event.declaration_id,
        message=event.message,
    )

"""The subscription will end after notice."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRequested
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_CANCELLATION_REQUESTED
from foyer_notifications.messages.cancellation_words import cancellation_words
from foyer_notifications.messages.subscription_words import subscription_page
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_cancellation_requested(
    work: Work, event: SubscriptionCancellationRequested, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_CANCELLATION_REQUESTED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values=cancellation_words(event, envelope),
    )

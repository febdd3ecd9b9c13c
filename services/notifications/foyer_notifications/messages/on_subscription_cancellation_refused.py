"""What a customer declared cannot be carried out by itself."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationRefused
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_CANCELLATION_REFUSED
from foyer_notifications.messages.subscription_words import own_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_cancellation_refused(
    work: Work, event: SubscriptionCancellationRefused, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_CANCELLATION_REFUSED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=f"/declarations/{event.declaration_id}",
        values={
            "name": event.subscription.name,
            "code": event.code,
            "receipt_number": event.receipt_number,
            "received_at": event.received_at,
            "message": own_words(event.message, envelope),
        },
    )

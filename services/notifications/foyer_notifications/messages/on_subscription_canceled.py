"""The subscription has ended, by request or not."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCanceled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_CANCELED
from foyer_notifications.messages.cancellation_words import receipt_words
from foyer_notifications.messages.subscription_words import (
    credit_of,
    linked_names,
    own_words,
    subscription_page,
    subscription_words,
)
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_canceled(work: Work, event: SubscriptionCanceled, envelope: Envelope) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_CANCELED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "cause": event.cause,
            "is_withdrawal": event.is_withdrawal,
            "is_receipt": event.mode == "immediate",
            **receipt_words(event, envelope),
            "ended_at": event.canceled_at,
            "credit": credit_of(event),
            "credit_to": event.credit_to,
            "linked": linked_names(event.linked_services),
            "message": own_words(event.message, envelope),
        },
    )

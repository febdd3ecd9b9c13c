"""The request to cancel was taken back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCancellationWithdrawn
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_CANCELLATION_WITHDRAWN
from foyer_notifications.messages.subscription_words import (
    linked_names,
    subscription_page,
    subscription_words,
)
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_cancellation_withdrawn(
    work: Work, event: SubscriptionCancellationWithdrawn, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_CANCELLATION_WITHDRAWN,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "taken_back_at": envelope.happened_at(),
            "linked": linked_names(event.linked_services),
        },
    )

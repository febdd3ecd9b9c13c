"""The last period of the fixed term is over."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCompleted
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_COMPLETED
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_completed(work: Work, event: SubscriptionCompleted, envelope: Envelope) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_COMPLETED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "ended_at": event.completed_at,
        },
    )

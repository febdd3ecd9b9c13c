"""Billing runs again."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionResumed
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_RESUMED
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_resumed(work: Work, event: SubscriptionResumed, envelope: Envelope) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_RESUMED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "resumed_at": event.resumed_at,
            "charged_at": event.resumed_at if event.begins_period else event.subscription.current_period_end,
        },
    )

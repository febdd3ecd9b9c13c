"""Billing stopped."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PAUSED
from foyer_notifications.messages.subscription_words import credit_of, subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_paused(work: Work, event: SubscriptionPaused, envelope: Envelope) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_PAUSED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "paused_at": event.paused_at,
            "resumes_at": event.resumes_at,
            "credit": credit_of(event),
        },
    )

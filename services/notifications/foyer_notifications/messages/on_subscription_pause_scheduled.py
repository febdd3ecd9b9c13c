"""The subscription will pause."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPauseScheduled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PAUSE_SCHEDULED
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_pause_scheduled(
    work: Work, event: SubscriptionPauseScheduled, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_PAUSE_SCHEDULED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "asked_at": envelope.happened_at(),
            "effective_at": event.effective_at,
            "resumes_at": event.resumes_at,
        },
    )

"""Collecting has failed for good."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionSuspended
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_SUSPENDED
from foyer_notifications.messages.subscription_words import subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_suspended(work: Work, event: SubscriptionSuspended, envelope: Envelope) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_SUSPENDED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=f"/invoices/{event.invoice_id}",
        values=subscription_words(event.subscription),
    )

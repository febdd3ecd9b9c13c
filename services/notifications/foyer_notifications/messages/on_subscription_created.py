"""There is a new subscription; only one that was subscribed to again is told to the customer."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCreated
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_RESUBSCRIBED
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_created(work: Work, event: SubscriptionCreated, envelope: Envelope) -> None:
    if event.resubscribed_from is None:
        # The business has made it, and does the welcoming.
        return
    await queue_message(
        work,
        SUBSCRIPTION_RESUBSCRIBED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "subscribed_at": envelope.happened_at(),
        },
    )

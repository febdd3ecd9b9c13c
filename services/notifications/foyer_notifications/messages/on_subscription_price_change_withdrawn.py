"""A subscription keeps its price after all."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPriceChangeWithdrawn
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PRICE_CHANGE_WITHDRAWN
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_price_change_withdrawn(
    work: Work, event: SubscriptionPriceChangeWithdrawn, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_PRICE_CHANGE_WITHDRAWN,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={**subscription_words(event.subscription), "effective_at": event.effective_at},
    )

"""The business changes what a subscription costs."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPriceChangeAnnounced
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PRICE_CHANGE_ANNOUNCED
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_price_change_announced(
    work: Work, event: SubscriptionPriceChangeAnnounced, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_PRICE_CHANGE_ANNOUNCED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "amount": event.after.amount.money(),
            "amount_before": event.before.amount.money(),
            "effective_at": event.effective_at,
        },
    )

"""A long period follows soon."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionRenewalUpcoming
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_RENEWAL_UPCOMING
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_renewal_upcoming(
    work: Work, event: SubscriptionRenewalUpcoming, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_RENEWAL_UPCOMING,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "renews_at": event.renews_at,
        },
    )

"""The pause that waited will not happen."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPauseWithdrawn
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PAUSE_WITHDRAWN
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_pause_withdrawn(
    work: Work, event: SubscriptionPauseWithdrawn, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_PAUSE_WITHDRAWN,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "withdrawn_at": envelope.happened_at(),
        },
    )

"""The trial ends soon."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionTrialEnding
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_TRIAL_ENDING
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_trial_ending(
    work: Work, event: SubscriptionTrialEnding, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_TRIAL_ENDING,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "trial_ends_at": event.trial_ends_at,
        },
    )

"""A pause ends on another day."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionResumeScheduled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_RESUME_SCHEDULED
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message


async def on_subscription_resume_scheduled(
    work: Work, event: SubscriptionResumeScheduled, envelope: Envelope
) -> None:
    await queue_message(
        work,
        SUBSCRIPTION_RESUME_SCHEDULED,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "changed_at": envelope.happened_at(),
            "resumes_at": event.resumes_at,
        },
    )

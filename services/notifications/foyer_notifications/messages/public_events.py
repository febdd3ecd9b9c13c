"""What notifications listens to: what has a message, every event that goes out by webhook, and all that
happens to subscriptions, for announcements go to those that have a product.
"""

from typing import Any

from foyer_shared.contracts.catalogue import all_events
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.contracts.subscriptions import SubscriptionEvent
from foyer_shared.messaging.handlers import Handler
from foyer_shared.storage.work import Work

from foyer_notifications.messages import HANDLERS
from foyer_notifications.use_cases.keep_subscription import keep_subscription
from foyer_notifications.use_cases.record_webhook_event import record_webhook_event


def and_by_webhook(handler: Handler | None) -> Handler:
    """The same handler, if there is one; then a subscription's copy is kept and the event is given to the
    webhooks, in the same transaction.
    """

    async def handle(work: Work, event: Any, envelope: Envelope) -> None:
        if handler:
            await handler(work, event, envelope)
        if isinstance(event, SubscriptionEvent):
            await keep_subscription(work, event.subscription, version=envelope.subjectversion)
        await record_webhook_event(work, envelope)

    return handle


ALL_HANDLERS: dict[type[Event], Handler] = HANDLERS | {
    event: and_by_webhook(HANDLERS.get(event)) for event in all_events().values() if event.public
}

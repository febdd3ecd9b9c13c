"""The subscription is for more or for less of the same."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionQuantityChanged
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_QUANTITY_CHANGED
from foyer_notifications.messages.plan_words import queue_plan_message


async def on_subscription_quantity_changed(
    work: Work, event: SubscriptionQuantityChanged, envelope: Envelope
) -> None:
    await queue_plan_message(
        work,
        SUBSCRIPTION_QUANTITY_CHANGED,
        event,
        envelope,
        due=event.due,
        before_quantity=event.before.items[0].quantity,
    )

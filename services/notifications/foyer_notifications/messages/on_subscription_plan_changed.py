"""The subscription has another plan."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChanged
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PLAN_CHANGED
from foyer_notifications.messages.plan_words import queue_plan_message


async def on_subscription_plan_changed(
    work: Work, event: SubscriptionPlanChanged, envelope: Envelope
) -> None:
    await queue_plan_message(
        work,
        SUBSCRIPTION_PLAN_CHANGED,
        event,
        envelope,
        due=event.due,
        before=event.before.name,
    )

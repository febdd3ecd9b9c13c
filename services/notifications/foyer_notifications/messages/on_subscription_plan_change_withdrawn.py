"""The plan stays as it is."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChangeWithdrawn
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PLAN_CHANGE_WITHDRAWN
from foyer_notifications.messages.plan_words import queue_plan_message


async def on_subscription_plan_change_withdrawn(
    work: Work, event: SubscriptionPlanChangeWithdrawn, envelope: Envelope
) -> None:
    await queue_plan_message(
        work,
        SUBSCRIPTION_PLAN_CHANGE_WITHDRAWN,
        event,
        envelope,
        cause=event.cause,
    )

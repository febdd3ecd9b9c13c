"""The plan will change when the period ends."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChangeScheduled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PLAN_CHANGE_SCHEDULED
from foyer_notifications.messages.plan_words import queue_plan_message


async def on_subscription_plan_change_scheduled(
    work: Work, event: SubscriptionPlanChangeScheduled, envelope: Envelope
) -> None:
    await queue_plan_message(
        work,
        SUBSCRIPTION_PLAN_CHANGE_SCHEDULED,
        event,
        envelope,
        effective_at=event.effective_at,
    )

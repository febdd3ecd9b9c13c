"""A change of plan waits to be paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionPlanChangeRequested
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import SUBSCRIPTION_PLAN_CHANGE_REQUESTED
from foyer_notifications.messages.plan_words import queue_plan_message


async def on_subscription_plan_change_requested(
    work: Work, event: SubscriptionPlanChangeRequested, envelope: Envelope
) -> None:
    await queue_plan_message(
        work,
        SUBSCRIPTION_PLAN_CHANGE_REQUESTED,
        event,
        envelope,
        lapses_at=event.lapses_at,
    )

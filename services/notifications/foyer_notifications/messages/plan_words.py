"""What every message about a change of plan says of it."""

from typing import Any

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import (
    SubscriptionPlanChanged,
    SubscriptionPlanChangeRequested,
    SubscriptionPlanChangeScheduled,
    SubscriptionPlanChangeWithdrawn,
    SubscriptionQuantityChanged,
)
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import MessageKind
from foyer_notifications.messages.subscription_words import subscription_page, subscription_words
from foyer_notifications.use_cases.queue_message import queue_message

PlanEvent = (
    SubscriptionPlanChanged
    | SubscriptionPlanChangeRequested
    | SubscriptionPlanChangeScheduled
    | SubscriptionPlanChangeWithdrawn
    | SubscriptionQuantityChanged
)


async def queue_plan_message(
    work: Work, kind: MessageKind, event: PlanEvent, envelope: Envelope, **values: Any
) -> None:
    """The message, with the plan that it is about and what that costs."""
    plan = event.after
    await queue_message(
        work,
        kind,
        customer_id=event.subscription.customer_id,
        event_id=envelope.id,
        page=subscription_page(event.subscription),
        values={
            **subscription_words(event.subscription),
            "amount": plan.amount.money(),
            "interval": plan.interval,
            "interval_count": plan.interval_count,
            "plan": plan.name,
            "quantity": plan.items[0].quantity,
            "is_counted": plan.items[0].billing_scheme != "flat",
            "at": envelope.happened_at(),
            **values,
        },
    )

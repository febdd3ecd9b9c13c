"""Tell that a change of plan which waited does not happen."""

from typing import Literal

from foyer_shared.contracts.subscriptions import SubscriptionPlanChangeWithdrawn
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import PendingChange, Subscription
from foyer_subscriptions.use_cases.told import announce, plan_facts

Cause = Literal["withdrawn", "lapsed", "canceled", "paid_too_late"]


def announce_plan_withdrawn(
    work: Work, subscription: Subscription, change: PendingChange | None, cause: Cause
) -> None:
    """Nothing is told where no change of plan waited."""
    if change is None or change.plan is None:
        return
    announce(
        work,
        SubscriptionPlanChangeWithdrawn,
        subscription,
        **plan_facts(change, change.plan),
        cause=cause,
        awaiting_payment=change.plan.lapses_at is not None,
    )

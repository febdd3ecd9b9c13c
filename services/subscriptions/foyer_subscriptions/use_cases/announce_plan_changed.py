"""Tell that a change of plan has happened, and that a period began with it if one did."""

from typing import Literal

from foyer_shared.contracts.subscriptions import (
    SubscriptionPeriodStarted,
    SubscriptionPlanChanged,
    SubscriptionQuantityChanged,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.plan import PlanChangeKind
from foyer_subscriptions.domain.renew import PeriodReason
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PendingChange, PlannedChange, Subscription
from foyer_subscriptions.use_cases.told import (
    announce,
    announce_discount,
    announce_discount_over,
    line_data,
    plan_data,
    plan_facts,
)

Due = Literal["now", "paid", "next_invoice", "nothing"]


def announce_plan_changed(
    work: Work,
    before: Subscription,
    after: Subscription,
    change: PendingChange,
    plan: PlannedChange,
    *,
    due: Due,
) -> None:
    """The lines of the change charge for a period that begins with it."""
    counted = plan.kind is PlanChangeKind.QUANTITY_CHANGE
    announce(
        work,
        SubscriptionQuantityChanged if counted else SubscriptionPlanChanged,
        after,
        **plan_facts(change, plan),
        effective_at=change.effective_at,
        lines=line_data(plan.lines),
        due=due,
        before=plan_data(before),
    )
    if plan.discount:
        announce_discount(work, after, replaces=before.discount)
    if plan.begins_period:
        announce_discount_over(work, before, after)
        in_trial = before.status is Status.TRIALING
        announce(
            work,
            SubscriptionPeriodStarted,
            after,
            period_start=after.current_period_start,
            period_end=after.current_period_end,
            lines=(),
            reason=(PeriodReason.TRIAL_ENDED if in_trial else PeriodReason.STARTED).value,
            change_id=change.id,
        )

"""The period is over that a change of plan waited for."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.change_plan import change_plan_at_period_end
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.announce_plan_changed import announce_plan_changed
from foyer_subscriptions.use_cases.charge_plan_change import charge_plan_change


async def change_plan_as_planned(
    work: Work, subscription: Subscription, _at: datetime, _circumstances: Circumstances
) -> Subscription:
    """The period that follows is that of the new plan; nothing is charged for the change itself."""
    change = subscription.with_plan_at_period_end().waiting_of(ChangeKind.PLAN)
    if change is None or change.plan is None:
        return subscription
    settled = subscription.settled(ChangeKind.PLAN, ChangeState.APPLIED)
    changed = change_plan_at_period_end(settled, change.plan)
    announce_plan_changed(work, subscription, changed, change, change.plan, due="nothing")
    return charge_plan_change(work, subscription, changed, change, change.plan)

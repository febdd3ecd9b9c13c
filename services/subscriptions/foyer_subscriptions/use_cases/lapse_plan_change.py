"""A change of plan that was to be paid first was not paid in time."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.announce_plan_withdrawn import announce_plan_withdrawn


async def lapse_plan_change(
    work: Work, subscription: Subscription, _at: datetime, _circumstances: Circumstances
) -> Subscription:
    """The subscription stays as it was."""
    change = subscription.waiting_of(ChangeKind.PLAN)
    lapsed = subscription.settled(ChangeKind.PLAN, ChangeState.LAPSED)
    announce_plan_withdrawn(work, lapsed, change, "lapsed")
    return lapsed

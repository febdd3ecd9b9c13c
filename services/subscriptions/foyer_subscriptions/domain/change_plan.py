"""What a subscription is with another plan."""

from dataclasses import replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.plan import ChangeDue
from foyer_subscriptions.domain.renew import begin_period
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import (
    NOTHING_BOUGHT,
    ChangeKind,
    ChangeState,
    PausedBy,
    PendingChange,
    PlannedChange,
    Stretch,
    Subscription,
)

_LIVE = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE, Status.SUSPENDED})

PAYABLE_FOR = timedelta(hours=24)
"""So long a change waits to be paid, if its period does not end before."""


def change_plan(
    subscription: Subscription, plan: PlannedChange, *, zone: ZoneInfo, at: datetime
) -> Subscription:
    """It with the new plan as of `at`, within its period or in a new one.

    What goes on the next invoice is kept; one that is made now takes along what waited for it.
    """
    kept = {
        ChangeDue.NOW: (),
        ChangeDue.NEXT_INVOICE: (*subscription.carried, *plan.lines),
        ChangeDue.NOTHING: subscription.carried,
    }
    discount = plan.discount or subscription.discount
    changed = replace(
        subscription,
        items=plan.items,
        carried=kept[plan.due],
        discount=discount,
        bought=_bought(subscription, plan),
    )
    if not plan.begins_period:
        # In a trial the interval has not been counted yet.
        return replace(changed, interval=plan.interval, interval_count=plan.interval_count)
    if subscription.status is Status.TRIALING:
        changed = replace(
            changed,
            status=moved(subscription.status, Move.END_TRIAL, Status.ACTIVE),
            trial_ends_at=at,
        )
    anew = replace(
        changed,
        interval=plan.interval,
        interval_count=plan.interval_count,
        billing_anchor=at,
        bought=NOTHING_BOUGHT,
    )
    return begin_period(anew, zone=zone, begins=at)


def _bought(subscription: Subscription, plan: PlannedChange) -> Stretch:
    """What is prorated is paid for as the new plan from now on; what is not stays what was paid for."""
    paid = subscription.paid_items
    if plan.due is not ChangeDue.NOTHING:
        items = zip(plan.replaces, plan.items, paid, strict=True)
        paid = tuple(kept if before == after else after for before, after, kept in items)
    return subscription.bought.of(paid, plan.items)


def can_still_happen(subscription: Subscription, change: PendingChange, plan: PlannedChange) -> bool:
    """Whether a change that waited to be paid can: also one that lapsed, if all is as it was then."""
    if change.state is ChangeState.LAPSED:
        as_it_was = subscription.items == plan.replaces and not subscription.waiting_of(ChangeKind.PLAN)
    else:
        as_it_was = change.state is ChangeState.WAITING
    in_its_period = subscription.current_period_start <= change.effective_at
    canceled = subscription.waiting_of(ChangeKind.CANCEL) is not None
    return as_it_was and in_its_period and not canceled and subscription.status in _LIVE


def change_plan_at_period_end(subscription: Subscription, plan: PlannedChange) -> Subscription:
    """It as the next period is to begin; another interval is counted from there."""
    bought = subscription.bought.of(subscription.paid_items, plan.items)
    changed = replace(
        subscription, items=plan.items, discount=plan.discount or subscription.discount, bought=bought
    )
    if (plan.interval, plan.interval_count) == (subscription.interval, subscription.interval_count):
        return changed
    return replace(
        changed,
        interval=plan.interval,
        interval_count=plan.interval_count,
        billing_anchor=subscription.current_period_end,
        bought=replace(bought, whole=bought.ends),
    )


def schedule_plan_change(
    subscription: Subscription, plan: PlannedChange, *, by: PausedBy
) -> tuple[Subscription, PendingChange]:
    """The change waits for the period's end."""
    return _waiting(subscription, plan, subscription.current_period_end, by)


def await_payment(
    subscription: Subscription, plan: PlannedChange, *, effective_at: datetime, by: PausedBy, now: datetime
) -> tuple[Subscription, PendingChange]:
    """The change waits until its invoice is paid, and not beyond the period that it was reckoned for."""
    lapses_at = min(now + PAYABLE_FOR, subscription.current_period_end)
    return _waiting(subscription, replace(plan, lapses_at=lapses_at), effective_at, by)


def _waiting(
    subscription: Subscription, plan: PlannedChange, effective_at: datetime, by: PausedBy
) -> tuple[Subscription, PendingChange]:
    change = PendingChange(
        id=new_id("chg"), kind=ChangeKind.PLAN, effective_at=effective_at, requested_by=by, plan=plan
    )
    return subscription.with_change(change), change

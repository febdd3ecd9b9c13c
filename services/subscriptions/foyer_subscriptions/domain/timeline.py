"""What is due next on a subscription, and when: nothing happens to it by itself that is not here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.states import ENDED, Status
from foyer_subscriptions.domain.subscription import ChangeKind, PlannedChange, Subscription

TRIAL_NOTICE = timedelta(days=3)
"""So long before its end a trial is announced to end."""

RENEWAL_NOTICE = timedelta(days=30)
"""So long before a renewal of a year or longer it is announced, as California wants it once a year."""

_UNDER_WAY = frozenset({Status.TRIALING, Status.ACTIVE, Status.PAST_DUE})

_A_YEAR_OF = {Interval.DAY: 365, Interval.WEEK: 52, Interval.MONTH: 12, Interval.YEAR: 1}


class Step(IntEnum):
    """What can be due, in the order in which it happens at one moment: an end before a charge."""

    CANCEL = 0
    LAPSE_PLAN_CHANGE = 1
    COMPLETE = 2
    LAPSE = 3
    CHANGE_PLAN = 4
    PAUSE = 5
    RESUME = 6
    END_TRIAL = 7
    RENEW = 8
    TELL_TRIAL_ENDS = 9
    TELL_RENEWAL = 10


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """A step with its moment; the smaller one comes first."""

    at: datetime
    step: Step


def charges(due: Due, subscription: Subscription) -> bool:
    """Whether this step begins a period which is charged, or sets what that costs."""
    return due.step in {Step.CHANGE_PLAN, Step.END_TRIAL, Step.RENEW} or (
        due.step is Step.RESUME and subscription.pause_credited
    )


def next_due(subscription: Subscription) -> Due | None:
    """The next step, None when nothing will happen by itself."""
    if subscription.status in ENDED:
        return None
    return min((*_changes(subscription), *_own(subscription)), default=None)


def _changes(subscription: Subscription) -> Iterator[Due]:
    if cancel := subscription.waiting_of(ChangeKind.CANCEL):
        # It hides what else waits: a paused one stays paused until its end.
        yield Due(cancel.effective_at, Step.CANCEL)
        return
    if pause := subscription.waiting_of(ChangeKind.PAUSE):
        yield Due(pause.effective_at, Step.PAUSE)
    if back := subscription.waiting_of(ChangeKind.RESUME):
        yield Due(back.effective_at, Step.RESUME)
    if plan := subscription.waiting_plan:
        yield from _plan_change(subscription, plan)


def _plan_change(subscription: Subscription, plan: PlannedChange) -> Iterator[Due]:
    if plan.lapses_at:
        yield Due(plan.lapses_at, Step.LAPSE_PLAN_CHANGE)
    elif subscription.status in _UNDER_WAY or subscription.pause_credited:
        # Wherever the period's end has moved to; a pause that credits the rest ends it.
        yield Due(subscription.current_period_end, Step.CHANGE_PLAN)


def _own(subscription: Subscription) -> Iterator[Due]:
    ends = subscription.current_period_end
    match subscription.status:
        case Status.PENDING_MANDATE:
            if subscription.lapses_at:
                yield Due(subscription.lapses_at, Step.LAPSE)
        case Status.TRIALING:
            yield Due(ends, Step.END_TRIAL)
            if _is_untold(subscription):
                yield _ahead(subscription, TRIAL_NOTICE, Step.TELL_TRIAL_ENDS)
        case Status.ACTIVE | Status.PAST_DUE:
            yield Due(ends, Step.COMPLETE if subscription.is_last_period else Step.RENEW)
            if _is_untold(subscription) and _is_long(subscription) and subscription.next_charge_at:
                yield _ahead(subscription, RENEWAL_NOTICE, Step.TELL_RENEWAL)
        case _:
            # Neither a pause nor a suspension is charged for.
            return


def _is_untold(subscription: Subscription) -> bool:
    stays = not (subscription.waiting_of(ChangeKind.CANCEL) or subscription.waiting_of(ChangeKind.PAUSE))
    return stays and subscription.reminded_of != subscription.current_period_end


def _is_long(subscription: Subscription) -> bool:
    return subscription.interval_count >= _A_YEAR_OF[subscription.interval]


def _ahead(subscription: Subscription, notice: timedelta, step: Step) -> Due:
    return Due(max(subscription.current_period_end - notice, subscription.current_period_start), step)

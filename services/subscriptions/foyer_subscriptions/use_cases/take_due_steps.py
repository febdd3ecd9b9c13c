"""Do what is due on a locked subscription, step after step, each as of the moment it was due."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime

from foyer_shared.contracts.subscriptions import (
    SubscriptionCanceled,
    SubscriptionCompleted,
    SubscriptionPaused,
    SubscriptionPauseWithdrawn,
    SubscriptionRenewalUpcoming,
    SubscriptionTrialEnding,
)
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.end import cancel_as_of, complete_as_of
from foyer_subscriptions.domain.outlook import credit_lines
from foyer_subscriptions.domain.pause import pause_now
from foyer_subscriptions.domain.renew import PeriodReason, renew
from foyer_subscriptions.domain.states import Move, can
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.domain.timeline import Step, charges, next_due
from foyer_subscriptions.domain.withdrawal import is_withdrawal
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.use_cases.bill_usage import bill_usage
from foyer_subscriptions.use_cases.change_plan_as_planned import change_plan_as_planned
from foyer_subscriptions.use_cases.change_price_as_announced import change_price_as_announced
from foyer_subscriptions.use_cases.charge_period import charge_period
from foyer_subscriptions.use_cases.end_pause import end_pause
from foyer_subscriptions.use_cases.end_trial import end_trial
from foyer_subscriptions.use_cases.lapse_plan_change import lapse_plan_change
from foyer_subscriptions.use_cases.told import (
    announce,
    announce_discount_over,
    cancellation_facts,
    line_data,
)

Doing = Callable[[Work, Subscription, datetime, Circumstances], Awaitable[Subscription]]


async def take_due_steps(
    work: Work,
    subscription: Subscription,
    circumstances: Circumstances,
    *,
    charging: bool = True,
    most: int | None = None,
) -> Subscription:
    """The subscription after all that is due, with its next version after each step; it is not saved here.

    Without `charging` it stops before a period that would be charged, and before a change of what it costs;
    `most` limits the steps.
    """
    taken = 0
    while (due := next_due(subscription)) and due.at <= work.now and taken != most:
        if charges(due, subscription) and not charging:
            break
        later = replace(subscription, version=subscription.version + 1)
        subscription = await _DOING[due.step](work, later, due.at, circumstances)
        taken += 1
    return subscription


async def _cancel(
    work: Work, subscription: Subscription, at: datetime, circumstances: Circumstances
) -> Subscription:
    change = subscription.waiting_of(ChangeKind.CANCEL)
    ended = cancel_as_of(subscription, at)
    if change is None:
        return ended
    used = await bill_usage(subscription, circumstances, ends=at)
    lines = credit_lines(subscription, change)
    announce(
        work,
        SubscriptionCanceled,
        ended,
        canceled_at=at,
        cause="requested",
        credit_lines=line_data(lines),
        credit_to=change.cancellation.credit_to if lines and change.cancellation else None,
        usage_lines=line_data(used),
        lines=line_data(subscription.carried),
        is_withdrawal=is_withdrawal(change),
        **cancellation_facts(subscription, change),
    )
    return ended


async def _lapse(
    work: Work, subscription: Subscription, at: datetime, _circumstances: Circumstances
) -> Subscription:
    ended = cancel_as_of(subscription, at)
    announce(work, SubscriptionCanceled, ended, canceled_at=at, cause="mandate_lapsed")
    return ended


async def _complete(
    work: Work, subscription: Subscription, at: datetime, circumstances: Circumstances
) -> Subscription:
    used = await bill_usage(subscription, circumstances, ends=at)
    ended = complete_as_of(subscription, at)
    announce(
        work,
        SubscriptionCompleted,
        ended,
        completed_at=at,
        usage_lines=line_data(used),
        lines=line_data(subscription.carried),
    )
    return ended


async def _pause(
    work: Work, subscription: Subscription, at: datetime, _circumstances: Circumstances
) -> Subscription:
    change = subscription.waiting_of(ChangeKind.PAUSE)
    if change and change.resumes_at and can(subscription.status, Move.PAUSE):
        paused = pause_now(subscription, by=change.requested_by, resumes_at=change.resumes_at, at=at)
        announce(work, SubscriptionPaused, paused, paused_at=at, resumes_at=change.resumes_at)
        return paused
    # What was planned has become impossible, such as a pause of what is past due by now.
    without = subscription.settled(ChangeKind.PAUSE, ChangeState.WITHDRAWN)
    announce(work, SubscriptionPauseWithdrawn, without, change_id=change.id if change else "")
    return without


async def _renew(
    work: Work, subscription: Subscription, at: datetime, circumstances: Circumstances
) -> Subscription:
    used = await bill_usage(subscription, circumstances, ends=at)
    priced = await change_price_as_announced(work, subscription, at)
    renewed = renew(priced, zone=await circumstances.zone(subscription))
    announce_discount_over(work, subscription, renewed)
    return charge_period(work, subscription, renewed, PeriodReason.RENEWED, used=used)


async def _tell_trial_ends(
    work: Work, subscription: Subscription, _at: datetime, _circumstances: Circumstances
) -> Subscription:
    told = replace(subscription, reminded_of=subscription.current_period_end)
    announce(work, SubscriptionTrialEnding, told, trial_ends_at=told.current_period_end)
    return told


async def _tell_renewal(
    work: Work, subscription: Subscription, _at: datetime, _circumstances: Circumstances
) -> Subscription:
    told = replace(subscription, reminded_of=subscription.current_period_end)
    announce(work, SubscriptionRenewalUpcoming, told, renews_at=told.current_period_end)
    return told


_DOING: dict[Step, Doing] = {
    Step.CANCEL: _cancel,
    Step.LAPSE_PLAN_CHANGE: lapse_plan_change,
    Step.COMPLETE: _complete,
    Step.LAPSE: _lapse,
    Step.CHANGE_PLAN: change_plan_as_planned,
    Step.PAUSE: _pause,
    Step.RESUME: end_pause,
    Step.END_TRIAL: end_trial,
    Step.RENEW: _renew,
    Step.TELL_TRIAL_ENDS: _tell_trial_ends,
    Step.TELL_RENEWAL: _tell_renewal,
}

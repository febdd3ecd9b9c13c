"""The way back to before a period began that should not have begun."""

from collections.abc import Sequence
from dataclasses import replace

from foyer_subscriptions.domain.charged_period import Before, ChargedPeriod, PlanBefore
from foyer_subscriptions.domain.discount import Discount
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription

_NOT_CHARGED = frozenset({Status.TRIALING, Status.PENDING_MANDATE, Status.PAUSED})


def standing(subscription: Subscription) -> Before:
    """What has to be known to come back here."""
    return Before(
        status=subscription.status,
        billing_anchor=subscription.billing_anchor,
        period_start=subscription.current_period_start,
        period_end=subscription.current_period_end,
        period_number=subscription.period_number,
        bought=subscription.bought,
        lapses_at=subscription.lapses_at,
        paused_at=subscription.paused_at,
        paused_by=subscription.paused_by,
        pause_credited=subscription.pause_credited,
        discount=subscription.discount,
        plan=_plan_of(subscription),
    )


def _plan_of(subscription: Subscription) -> PlanBefore:
    return PlanBefore(
        items=subscription.items,
        interval=subscription.interval,
        interval_count=subscription.interval_count,
        trial_ends_at=subscription.trial_ends_at,
    )


def carried_without(own: Sequence[Line], beside: Sequence[Line]) -> tuple[Line, ...]:
    """What waits again for the next invoice once the one of these lines is given back: what stood beside
    its own.

    Where more was given back than charged there is an invoice of the charges alone: what was given back
    stays so, and its own part of that is charged again.
    """
    if sum(line.due.amount for line in (*own, *beside)) >= 0:
        return tuple(beside)
    charged = (line for line in beside if line.due.amount > 0)
    return (*charged, *(line.credited() for line in own if line.due.amount < 0))


def invoiced_of(own: Sequence[Line], beside: Sequence[Line]) -> tuple[Line, ...]:
    """Those of its own lines that are on the invoice of all of them."""
    if sum(line.due.amount for line in (*own, *beside)) >= 0:
        return tuple(own)
    return tuple(line for line in own if line.due.amount > 0)


def rewound(subscription: Subscription, period: ChargedPeriod) -> Subscription:
    """The subscription's next version, as if its latest period had not begun, or its plan had not changed.

    What else has happened to it stays, such as a discount that was given or taken away since: only a trial,
    the wait for a way to collect, or a pause whose end began the period, comes back with it. What was used is
    owed, whatever becomes of the period after it.
    """
    before = period.before
    plan = before.plan or _plan_of(subscription)
    was_charged = before.status not in _NOT_CHARGED
    return replace(
        subscription,
        status=subscription.status if was_charged else before.status,
        paused_at=subscription.paused_at if was_charged else before.paused_at,
        paused_by=subscription.paused_by if was_charged else before.paused_by,
        pause_credited=subscription.pause_credited if was_charged else before.pause_credited,
        billing_anchor=before.billing_anchor,
        current_period_start=before.period_start,
        current_period_end=before.period_end,
        period_number=before.period_number,
        bought=before.bought,
        discount=_discount_without(subscription.discount, period),
        items=plan.items,
        interval=plan.interval,
        interval_count=plan.interval_count,
        trial_ends_at=plan.trial_ends_at,
        carried=(*period.carried, *(line for line in subscription.carried if line.used)),
        lapses_at=before.lapses_at,
        version=subscription.version + 1,
    )


def _discount_without(now: Discount | None, period: ChargedPeriod) -> Discount | None:
    before = period.before.discount
    if now is None:
        # It was over with the period, or was taken away after it.
        return None if before is None or before.reaches(period.begins) else before
    came_with_it = period.quote_id is not None and now.given_at <= period.begun_at
    is_same = before is not None and before.id == now.id
    return before if is_same or came_with_it else now

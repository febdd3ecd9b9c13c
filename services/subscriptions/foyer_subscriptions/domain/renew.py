"""How one period follows another."""

from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.periods import next_boundary
from foyer_subscriptions.domain.subscription import ChangeKind, Stretch, Subscription


class PeriodReason(StrEnum):
    """Why a period that is charged begins."""

    STARTED = "started"
    TRIAL_ENDED = "trial_ended"
    RENEWED = "renewed"
    RESUMED = "resumed"
    """After a pause that credited what was left of the period before."""


def begin_period(subscription: Subscription, *, zone: ZoneInfo, begins: datetime) -> Subscription:
    """The next period that is charged: to the next boundary, or to a cancellation that comes before it.

    After a shortened period whose cancellation was taken back, the rest of the interval comes first. An
    interval has the discount that reaches its beginning, in all its parts.
    """
    if rest := subscription.bought.rest:
        offset, whole = subscription.bought.ends, subscription.bought.whole
        discount, reduction = subscription.discount, subscription.bought.reduction
        ends = begins + timedelta(seconds=rest)
    else:
        ends = next_boundary(
            subscription.billing_anchor,
            subscription.interval,
            subscription.interval_count,
            zone,
            after=begins,
        )
        offset, whole = 0, seconds_between(begins, ends)
        discount = subscription.discount and subscription.discount.at_period(begins, ends, zone=zone)
        reduction = discount.reduction if discount else None
    cancel = subscription.waiting_of(ChangeKind.CANCEL)
    if cancel and cancel.effective_at < ends:
        ends = cancel.effective_at
    return replace(
        subscription,
        current_period_start=begins,
        current_period_end=ends,
        period_number=subscription.period_number + (offset == 0),
        bought=Stretch(offset, offset + seconds_between(begins, ends), whole, reduction),
        discount=discount,
    )


def renew(subscription: Subscription, *, zone: ZoneInfo) -> Subscription:
    """The period after the current one, with nothing between them."""
    return begin_period(subscription, zone=zone, begins=subscription.current_period_end)


def seconds_between(begins: datetime, ends: datetime) -> int:
    """Whole seconds."""
    return int((ends - begins).total_seconds())

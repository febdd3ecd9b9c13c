"""The way back to before a period began that should not have begun."""

from dataclasses import replace

from foyer_subscriptions.domain.charged_period import Before, ChargedPeriod
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
    )


def rewound(subscription: Subscription, period: ChargedPeriod) -> Subscription:
    """The subscription's next version, as if its latest period had not begun.

    What else has happened to it stays: only a trial, the wait for a way to collect, or a pause whose end
    began the period, comes back with it.
    """
    before = period.before
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
        discount=before.discount,
        lapses_at=before.lapses_at,
        version=subscription.version + 1,
    )

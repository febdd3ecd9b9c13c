"""What becomes of a trial that is over."""

from dataclasses import replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from foyer_subscriptions.domain.billing_policy import WithoutMethod
from foyer_subscriptions.domain.renew import renew
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import Collection, Subscription


class AfterTrial(StrEnum):
    """Where a trial leads."""

    ACTIVE = "active"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELED = "canceled"


def after_trial(subscription: Subscription, *, can_collect: bool, otherwise: WithoutMethod) -> AfterTrial:
    """Active where its invoices can be collected or are sent for payment, else as the policy says."""
    if can_collect or subscription.collection is Collection.INVOICE:
        return AfterTrial.ACTIVE
    return {
        WithoutMethod.CANCEL: AfterTrial.CANCELED,
        WithoutMethod.PAUSE: AfterTrial.PAUSED,
        WithoutMethod.PAST_DUE: AfterTrial.PAST_DUE,
    }[otherwise]


def begin_after_trial(subscription: Subscription, status: Status, *, zone: ZoneInfo) -> Subscription:
    """The first period that is charged follows the trial."""
    begun = replace(subscription, status=moved(subscription.status, Move.END_TRIAL, status))
    return renew(begun, zone=zone)

"""How a trial gets longer."""

from dataclasses import replace
from datetime import timedelta

from foyer_subscriptions.domain.errors import MoveNotPossible
from foyer_subscriptions.domain.plan_errors import PauseIsPlanned
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import ChangeKind, Subscription


def extend_trial(subscription: Subscription, days: int) -> Subscription:
    """So many days more, after which billing begins; its new end is announced ahead too, and a plan that
    waits for the end waits for the new one.
    """
    if subscription.status is not Status.TRIALING or subscription.trial_ends_at is None:
        raise MoveNotPossible("There is no trial that could be extended.")
    if subscription.waiting_of(ChangeKind.PAUSE):
        raise PauseIsPlanned("A pause is planned for the trial's end; withdraw it first.")
    ends = subscription.trial_ends_at + timedelta(days=days)
    longer = replace(subscription, trial_ends_at=ends, current_period_end=ends, billing_anchor=ends)
    return longer.with_plan_at_period_end()

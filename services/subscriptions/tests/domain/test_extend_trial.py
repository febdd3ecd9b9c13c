"""A longer trial: what waits for its end waits for the new one."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.change_plan import schedule_plan_change
from foyer_subscriptions.domain.extend_trial import extend_trial
from foyer_subscriptions.domain.pause import schedule_pause
from foyer_subscriptions.domain.plan import PlanChangeKind
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, PlannedChange, Subscription

ASubscription = Callable[..., Subscription]
ENDS = NOW + timedelta(days=22)
LATER = ENDS + timedelta(days=14)


@pytest.fixture
def trial(a_subscription: ASubscription) -> Subscription:
    """It ends with the period."""
    return a_subscription(status=Status.TRIALING, trial_ends_at=ENDS)


def test_a_planned_change_moves_with_the_end(trial: Subscription) -> None:
    plan = PlannedChange(
        quote_id="quo_1",
        kind=PlanChangeKind.UPGRADE,
        replaces=trial.items,
        items=trial.items,
        interval=trial.interval,
        interval_count=1,
    )
    planned, _ = schedule_plan_change(trial, plan, by=PausedBy.CUSTOMER)
    longer = extend_trial(planned, 14)
    (change,) = longer.waiting
    assert (change.effective_at, longer.trial_ends_at, longer.current_period_end) == (LATER, LATER, LATER)


def test_a_planned_pause_is_taken_back_first(trial: Subscription) -> None:
    planned, _ = schedule_pause(trial, by=PausedBy.CUSTOMER, resumes_at=ENDS + timedelta(days=30))
    with pytest.raises(FoyerError) as refused:
        extend_trial(planned, 14)
    assert refused.value.code == "pause_is_planned"

"""Which buttons and choices a customer sees."""

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.actions import Action, offered_actions, pause_offer
from foyer_subscriptions.domain.policy import PauseTiming, SelfServicePolicy
from foyer_subscriptions.domain.subscription import Subscription

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ASubscription = Callable[..., Subscription]


@pytest.mark.parametrize(
    ("default", "left", "choices"),
    [
        (PauseTiming.NOW, timedelta(days=1), [PauseTiming.NOW, PauseTiming.PERIOD_END]),
        (PauseTiming.NOW, timedelta(), [PauseTiming.NOW]),
        (PauseTiming.PERIOD_END, timedelta(days=1), [PauseTiming.PERIOD_END]),
    ],
)
def test_the_choices_are_those_that_can_still_come(
    a_subscription: ASubscription, default: PauseTiming, left: timedelta, choices: list[PauseTiming]
) -> None:
    subscription = a_subscription(current_period_end=NOW + left)
    policy = SelfServicePolicy(pause_timing=default)
    assert offered_actions(subscription, policy, pauses_in_last_year=0, zone=AMSTERDAM, now=NOW) == (
        Action.PAUSE,
        Action.CANCEL,
    )
    offer = pause_offer(subscription, policy, zone=AMSTERDAM, now=NOW)
    assert [choice.timing for choice in offer.choices] == choices
    assert offer.default is default


def test_pause_is_no_button_once_the_only_moment_for_it_has_passed(a_subscription: ASubscription) -> None:
    over = a_subscription(current_period_end=NOW)
    policy = SelfServicePolicy(pause_timing=PauseTiming.PERIOD_END)
    assert offered_actions(over, policy, pauses_in_last_year=0, zone=AMSTERDAM, now=NOW) == (Action.CANCEL,)

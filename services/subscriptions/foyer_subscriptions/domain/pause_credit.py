"""A pause that credits the unused paid days: it ends the paid period, and a new one begins after it."""

from dataclasses import replace
from datetime import datetime

from foyer_subscriptions.domain.charge import lines_for, unused
from foyer_subscriptions.domain.line import Line
from foyer_subscriptions.domain.periods import to_the_second
from foyer_subscriptions.domain.policy import PauseUnused, SelfServicePolicy
from foyer_subscriptions.domain.subscription import Subscription


def is_credited(subscription: Subscription, policy: SelfServicePolicy, *, begins: datetime) -> bool:
    """Whether a pause that begins then credits what is left; a trial, which nobody paid, goes on after it."""
    left = unused(subscription, to_the_second(begins))
    return policy.pause_unused is PauseUnused.CREDIT and left.bought > 0


def lines_left(subscription: Subscription, *, at: datetime) -> tuple[Line, ...]:
    """What the paid days after `at` cost."""
    return lines_for(subscription, unused(subscription, to_the_second(at)))


def without_the_rest(subscription: Subscription, *, at: datetime) -> Subscription:
    """It as if only the time until `at` had been bought, ready for a pause that begins then.

    Of a fixed term the rest of the interval is still to be bought, so that the term keeps its length.
    """
    at = to_the_second(at)
    bought = subscription.bought
    used = unused(subscription, at).begins
    goes_on = subscription.periods is not None
    return replace(
        subscription,
        current_period_end=at,
        pause_credited=True,
        bought=replace(bought, ends=used, whole=bought.whole if goes_on else used),
        # A period of which nothing was used is not one of the term's.
        period_number=subscription.period_number - (goes_on and used == 0),
    )

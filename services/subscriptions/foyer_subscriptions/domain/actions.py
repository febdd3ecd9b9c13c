"""Which buttons a customer sees on a subscription; the same rules refuse the calls behind them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money

from foyer_subscriptions.domain.cancel import check_cancel_possible
from foyer_subscriptions.domain.charge import total_of
from foyer_subscriptions.domain.give_discount import check_discount_possible
from foyer_subscriptions.domain.pause import (
    PauseWindow,
    check_pause_possible,
    pause_begins,
    pause_timings,
    pause_window,
)
from foyer_subscriptions.domain.pause_credit import is_credited, lines_left
from foyer_subscriptions.domain.plan_options import Options
from foyer_subscriptions.domain.policy import PauseTiming, PauseUnused, SelfServicePolicy
from foyer_subscriptions.domain.resubscribe import check_resubscribe_possible
from foyer_subscriptions.domain.resume import check_resume_possible
from foyer_subscriptions.domain.resume_date import resume_window
from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription


class Action(StrEnum):
    """What a customer can do with a subscription."""

    PAUSE = "pause"
    RESUME = "resume"
    CHANGE_RESUME_DATE = "change_resume_date"
    WITHDRAW_PAUSE = "withdraw_pause"
    CANCEL = "cancel"
    REACTIVATE = "reactivate"
    RESUBSCRIBE = "resubscribe"
    USE_PROMOTION_CODE = "use_promotion_code"
    CHANGE_PLAN = "change_plan"
    CHANGE_QUANTITY = "change_quantity"
    WITHDRAW_PLAN_CHANGE = "withdraw_plan_change"


@dataclass(frozen=True, slots=True)
class PauseChoice:
    """One way to begin a pause, with the days on which it can end."""

    timing: PauseTiming
    begins_at: datetime
    window: PauseWindow
    unused: PauseUnused
    comes_back: Money
    """What is credited at its beginning."""


@dataclass(frozen=True, slots=True)
class PauseOffer:
    """What can be chosen for a pause."""

    default: PauseTiming
    choices: tuple[PauseChoice, ...]


def offered_actions(
    subscription: Subscription,
    policy: SelfServicePolicy,
    *,
    pauses_in_last_year: int,
    can_come_back: bool = True,
    plans: Options | None = None,
    zone: ZoneInfo,
    now: datetime,
) -> tuple[Action, ...]:
    """The buttons, in the order of the page; `plans` is what it can be changed to.

    With `can_come_back` it is sold still, and was not subscribed to again.
    """
    actions = []
    if _allowed(
        check_pause_possible,
        subscription,
        policy,
        by=PausedBy.CUSTOMER,
        pauses_in_last_year=pauses_in_last_year,
        now=now,
    ):
        actions.append(Action.PAUSE)
    if _allowed(check_resume_possible, subscription, by=PausedBy.CUSTOMER):
        actions.append(Action.RESUME)
        window = resume_window(subscription, policy, zone, now=now)
        if window.first_day <= window.last_day:
            actions.append(Action.CHANGE_RESUME_DATE)
    change = subscription.waiting_of(ChangeKind.PAUSE)
    if change and change.requested_by is PausedBy.CUSTOMER:
        actions.append(Action.WITHDRAW_PAUSE)
    actions += _plan_actions(subscription, plans)
    if _allowed(check_cancel_possible, subscription, policy, policy.cancellation_mode, by=PausedBy.CUSTOMER):
        actions.append(Action.CANCEL)
    cancel = subscription.waiting_of(ChangeKind.CANCEL)
    if cancel and cancel.requested_by is PausedBy.CUSTOMER and policy.offers_reactivate:
        actions.append(Action.REACTIVATE)
    if can_come_back and _allowed(check_resubscribe_possible, subscription, policy, by=PausedBy.CUSTOMER):
        actions.append(Action.RESUBSCRIBE)
    if _allowed(check_discount_possible, subscription, policy, by=PausedBy.CUSTOMER):
        actions.append(Action.USE_PROMOTION_CODE)
    return tuple(actions)


def _plan_actions(subscription: Subscription, plans: Options | None) -> Iterator[Action]:
    if plans and plans.offers_another:
        yield Action.CHANGE_PLAN
    if plans and plans.quantity_refusal is None:
        yield Action.CHANGE_QUANTITY
    change = subscription.waiting_of(ChangeKind.PLAN)
    if change and change.requested_by is PausedBy.CUSTOMER:
        yield Action.WITHDRAW_PLAN_CHANGE


def pause_offer(
    subscription: Subscription, policy: SelfServicePolicy, *, zone: ZoneInfo, now: datetime
) -> PauseOffer:
    """The choices of the pause dialog, of which there is one at least wherever Pause is a button."""
    timings = pause_timings(subscription, policy, now=now)
    begins = {timing: pause_begins(subscription, timing, now=now) for timing in timings}
    return PauseOffer(
        default=policy.pause_timing if policy.pause_timing in timings else timings[0],
        choices=tuple(
            _choice(subscription, policy, timing, begins_at=at, zone=zone) for timing, at in begins.items()
        ),
    )


def _choice(
    subscription: Subscription,
    policy: SelfServicePolicy,
    timing: PauseTiming,
    *,
    begins_at: datetime,
    zone: ZoneInfo,
) -> PauseChoice:
    credited = is_credited(subscription, policy, begins=begins_at)
    return PauseChoice(
        timing=timing,
        begins_at=begins_at,
        window=pause_window(policy, begins_at, zone),
        unused=PauseUnused.CREDIT if credited else PauseUnused.SHIFT,
        comes_back=total_of(subscription, lines_left(subscription, at=begins_at) if credited else ()),
    )


def _allowed(check: object, *arguments: object, **options: object) -> bool:
    try:
        check(*arguments, **options)  # type: ignore[operator]  # Any of the checks above.
    except FoyerError:
        return False
    return True

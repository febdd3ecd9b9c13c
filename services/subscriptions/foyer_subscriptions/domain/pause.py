"""May this subscription be paused, from when, and until when at most."""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.ids import new_id

from foyer_subscriptions.domain.errors import (
    AlreadyPaused,
    CancellationPending,
    PauseAlreadyScheduled,
    PauseLimitReached,
    PauseNotOffered,
    PausePeriodEnded,
    PauseTimingNotOffered,
    PauseTooLong,
    PauseTooShort,
    ResumeDateInPast,
)
from foyer_subscriptions.domain.periods import add_months
from foyer_subscriptions.domain.plan_errors import PlanChangePending
from foyer_subscriptions.domain.policy import PauseTiming, SelfServicePolicy
from foyer_subscriptions.domain.states import Move, Status, moved
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    ChangeState,
    PausedBy,
    PendingChange,
    Subscription,
)

_PERIOD_ENDED = "The paid period has ended already."


@dataclass(frozen=True, slots=True)
class PauseWindow:
    """When a pause can end, in days of the business's calendar, both included."""

    first_day: date
    last_day: date
    zone: ZoneInfo

    @property
    def earliest(self) -> datetime:
        """The first moment of the first day."""
        return datetime.combine(self.first_day, time(), self.zone)

    @property
    def latest(self) -> datetime:
        """The first moment of the last day: the end of a pause that names none."""
        return datetime.combine(self.last_day, time(), self.zone)

    @property
    def end(self) -> datetime:
        """The first moment that is too late."""
        return datetime.combine(self.last_day + timedelta(days=1), time(), self.zone)


def pause_timings(
    subscription: Subscription, policy: SelfServicePolicy, *, now: datetime
) -> tuple[PauseTiming, ...]:
    """When a customer's pause can begin; the period's end is a choice only while it lies ahead."""
    only_period_end = policy.pause_timing is PauseTiming.PERIOD_END
    timings = (PauseTiming.PERIOD_END,) if only_period_end else (PauseTiming.NOW, PauseTiming.PERIOD_END)
    ended = _has_ended(subscription, now)
    return tuple(timing for timing in timings if not (ended and timing is PauseTiming.PERIOD_END))


def check_pause_possible(
    subscription: Subscription,
    policy: SelfServicePolicy,
    *,
    by: PausedBy,
    pauses_in_last_year: int,
    now: datetime,
) -> None:
    """Refuses when it cannot be paused at all; the business is not bound by the self-service policy."""
    if by is PausedBy.CUSTOMER and not policy.offers_pause:
        raise PauseNotOffered("This subscription cannot be paused here. Please contact us.")
    if subscription.status is Status.PAUSED:
        raise AlreadyPaused("This subscription is paused already.")
    moved(subscription.status, Move.PAUSE, Status.PAUSED)
    if subscription.waiting_of(ChangeKind.CANCEL):
        raise CancellationPending("A cancellation is pending; withdraw it before you pause.")
    if subscription.waiting_of(ChangeKind.PAUSE):
        raise PauseAlreadyScheduled("A pause is planned already; withdraw it to choose another date.")
    if (plan := subscription.waiting_plan) and plan.lapses_at:
        raise PlanChangePending("A change waits to be paid; pay it or withdraw it before you pause.")
    limit = policy.pauses_per_year
    if by is PausedBy.CUSTOMER and limit is not None and pauses_in_last_year >= limit:
        raise PauseLimitReached(f"It can be paused {limit} times a year, and it was.")
    if by is PausedBy.CUSTOMER and not pause_timings(subscription, policy, now=now):
        raise PausePeriodEnded(_PERIOD_ENDED)


def pause_begins(subscription: Subscription, timing: PauseTiming, *, now: datetime) -> datetime:
    """The moment from which billing stops."""
    return subscription.current_period_end if timing is PauseTiming.PERIOD_END else now


def chosen_timing(
    subscription: Subscription,
    policy: SelfServicePolicy,
    when: PauseTiming | None,
    *,
    by: PausedBy,
    now: datetime,
) -> PauseTiming:
    """What was asked for, or the policy's own; a policy of `period_end` leaves customers no choice.

    The business, which has the choice, pauses at once if it names no time and the period is over.
    """
    ended = _has_ended(subscription, now)
    if when is None and by is PausedBy.BUSINESS and ended:
        return PauseTiming.NOW
    when = when or policy.pause_timing
    if by is PausedBy.CUSTOMER and policy.pause_timing is PauseTiming.PERIOD_END and when is PauseTiming.NOW:
        raise PauseTimingNotOffered("A pause begins when the paid period ends.", field="when")
    if when is PauseTiming.PERIOD_END and ended:
        raise PausePeriodEnded(_PERIOD_ENDED, field="when")
    return when


def pause_window(policy: SelfServicePolicy, begins: datetime, zone: ZoneInfo) -> PauseWindow:
    """From the shortest to the longest pause allowed, counted in days of the business's calendar."""
    local = begins.astimezone(zone)
    return PauseWindow(
        first_day=local.date() + timedelta(days=policy.pause_min_days),
        last_day=add_months(local, policy.pause_max_months).date(),
        zone=zone,
    )


def resume_moment(window: PauseWindow, resumes_at: datetime | None, *, now: datetime) -> datetime:
    """When it comes back, always after now: as asked for if the window has that day, else at its end."""
    moment = window.latest.astimezone(now.tzinfo) if resumes_at is None else resumes_at
    if moment <= now:
        raise ResumeDateInPast("The date to come back has passed.", field="resumes_at")
    if resumes_at is None:
        return moment
    # Compared as moments: the last ones of the calendar have no day in zones ahead of UTC.
    if resumes_at < window.earliest:
        raise PauseTooShort(f"The earliest date to come back is {window.first_day}.", field="resumes_at")
    if resumes_at >= window.end:
        raise PauseTooLong(f"The latest date to come back is {window.last_day}.", field="resumes_at")
    return resumes_at


def pause_now(
    subscription: Subscription, *, by: PausedBy, resumes_at: datetime, at: datetime
) -> Subscription:
    """Billing stops; the end of the pause waits as a change of its own."""
    paused = replace(
        subscription.settled(ChangeKind.PAUSE, ChangeState.APPLIED),
        status=moved(subscription.status, Move.PAUSE, Status.PAUSED),
        # A period that ended with the pause did so on a whole second.
        paused_at=subscription.current_period_end if subscription.pause_credited else at,
        paused_by=by,
    )
    return paused.with_change(
        PendingChange(id=new_id("chg"), kind=ChangeKind.RESUME, effective_at=resumes_at, requested_by=by)
    )


def schedule_pause(
    subscription: Subscription, *, by: PausedBy, resumes_at: datetime
) -> tuple[Subscription, PendingChange]:
    """The pause waits for the period's end."""
    change = PendingChange(
        id=new_id("chg"),
        kind=ChangeKind.PAUSE,
        effective_at=subscription.current_period_end,
        requested_by=by,
        resumes_at=resumes_at,
    )
    return subscription.with_change(change), change


def _has_ended(subscription: Subscription, now: datetime) -> bool:
    return subscription.current_period_end <= now

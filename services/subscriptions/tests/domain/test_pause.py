"""May this subscription be paused, from when, and until when."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.pause import (
    PauseWindow,
    check_pause_possible,
    chosen_timing,
    pause_now,
    pause_timings,
    pause_window,
    resume_moment,
    schedule_pause,
)
from foyer_subscriptions.domain.policy import PauseTiming, SelfServicePolicy
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    PausedBy,
    PendingChange,
    Subscription,
)

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ASubscription = Callable[..., Subscription]


@pytest.mark.parametrize(
    ("status", "error"),
    [
        (Status.PENDING_MANDATE, errors.MoveNotPossible),
        (Status.PAST_DUE, errors.MoveNotPossible),
        (Status.PAUSED, errors.AlreadyPaused),
        (Status.SUSPENDED, errors.MoveNotPossible),
        (Status.COMPLETED, errors.MoveNotPossible),
        (Status.CANCELED, errors.MoveNotPossible),
    ],
)
def test_only_what_is_active_or_in_trial_can_be_paused(
    a_subscription: ASubscription, status: Status, error: type[FoyerError]
) -> None:
    with pytest.raises(error):
        check_pause_possible(
            a_subscription(status=status),
            SelfServicePolicy(),
            by=PausedBy.CUSTOMER,
            pauses_in_last_year=0,
            now=NOW,
        )


def test_a_product_may_forbid_it_to_customers_but_not_to_the_business(
    a_subscription: ASubscription,
) -> None:
    forbidden = SelfServicePolicy(allow_pause=False)
    with pytest.raises(errors.PauseNotOffered):
        check_pause_possible(
            a_subscription(), forbidden, by=PausedBy.CUSTOMER, pauses_in_last_year=0, now=NOW
        )
    check_pause_possible(a_subscription(), forbidden, by=PausedBy.BUSINESS, pauses_in_last_year=0, now=NOW)


@pytest.mark.parametrize(
    ("kind", "error"),
    [(ChangeKind.CANCEL, errors.CancellationPending), (ChangeKind.PAUSE, errors.PauseAlreadyScheduled)],
)
def test_a_change_that_waits_stands_in_the_way(
    a_subscription: ASubscription, kind: ChangeKind, error: type[FoyerError]
) -> None:
    change = PendingChange(
        id="chg_1", kind=kind, effective_at=NOW + timedelta(days=5), requested_by=PausedBy.CUSTOMER
    )
    with pytest.raises(error):
        check_pause_possible(
            a_subscription(changes=(change,)),
            SelfServicePolicy(),
            by=PausedBy.CUSTOMER,
            pauses_in_last_year=0,
            now=NOW,
        )


@pytest.mark.parametrize(("pauses", "refused"), [(0, False), (1, False), (2, True), (3, True)])
def test_the_number_a_year_is_limited_by_policy(
    a_subscription: ASubscription, pauses: int, refused: bool
) -> None:
    policy = SelfServicePolicy(pauses_per_year=2)
    try:
        check_pause_possible(
            a_subscription(), policy, by=PausedBy.CUSTOMER, pauses_in_last_year=pauses, now=NOW
        )
    except errors.PauseLimitReached:
        assert refused
    else:
        assert not refused


def test_a_policy_of_period_end_leaves_the_customer_no_choice(a_subscription: ASubscription) -> None:
    running, policy = a_subscription(), SelfServicePolicy(pause_timing=PauseTiming.PERIOD_END)
    assert pause_timings(running, policy, now=NOW) == (PauseTiming.PERIOD_END,)
    customers = chosen_timing(running, policy, None, by=PausedBy.CUSTOMER, now=NOW)
    assert customers is PauseTiming.PERIOD_END
    with pytest.raises(errors.PauseTimingNotOffered):
        chosen_timing(running, policy, PauseTiming.NOW, by=PausedBy.CUSTOMER, now=NOW)
    business = chosen_timing(running, policy, PauseTiming.NOW, by=PausedBy.BUSINESS, now=NOW)
    assert business is PauseTiming.NOW


@pytest.mark.parametrize("by", PausedBy)
def test_the_period_s_end_is_a_choice_until_it_has_come(a_subscription: ASubscription, by: PausedBy) -> None:
    ahead = a_subscription(current_period_end=NOW + timedelta(microseconds=1))
    over = a_subscription(current_period_end=NOW)
    policy, at_end = SelfServicePolicy(), PauseTiming.PERIOD_END
    assert pause_timings(ahead, policy, now=NOW) == (PauseTiming.NOW, at_end)
    assert chosen_timing(ahead, policy, at_end, by=by, now=NOW) is at_end
    assert pause_timings(over, policy, now=NOW) == (PauseTiming.NOW,)
    with pytest.raises(errors.PausePeriodEnded) as refused:
        chosen_timing(over, policy, at_end, by=by, now=NOW)
    assert (refused.value.code, refused.value.field) == ("pause_period_ended", "when")


def test_after_the_period_a_policy_of_period_end_leaves_no_pause_but_the_business_s(
    a_subscription: ASubscription,
) -> None:
    over = a_subscription(current_period_end=NOW)
    policy = SelfServicePolicy(pause_timing=PauseTiming.PERIOD_END)
    with pytest.raises(errors.PausePeriodEnded):
        check_pause_possible(over, policy, by=PausedBy.CUSTOMER, pauses_in_last_year=0, now=NOW)
    with pytest.raises(errors.PausePeriodEnded):
        chosen_timing(over, policy, None, by=PausedBy.CUSTOMER, now=NOW)
    check_pause_possible(over, policy, by=PausedBy.BUSINESS, pauses_in_last_year=0, now=NOW)
    assert chosen_timing(over, policy, None, by=PausedBy.BUSINESS, now=NOW) is PauseTiming.NOW


def test_the_window_is_in_days_of_the_business() -> None:
    # Half past eleven in the evening in UTC is the next day in Amsterdam.
    begins = datetime(2026, 11, 29, 23, 30, tzinfo=UTC)
    window = pause_window(SelfServicePolicy(), begins, AMSTERDAM)
    assert (window.first_day, window.last_day) == (date(2026, 12, 1), date(2027, 2, 28))


WINDOW = PauseWindow(first_day=date(2026, 3, 11), last_day=date(2026, 6, 10), zone=AMSTERDAM)


@pytest.mark.parametrize(
    ("resumes_at", "error"),
    [
        (NOW, errors.ResumeDateInPast),
        (NOW - timedelta(days=400), errors.ResumeDateInPast),
        (datetime(2026, 3, 10, 22, 59, tzinfo=UTC), errors.PauseTooShort),
        (datetime(2026, 6, 10, 22, 0, tzinfo=UTC), errors.PauseTooLong),
        (datetime(9999, 12, 31, 23, 30, tzinfo=UTC), errors.PauseTooLong),
        (datetime.min.replace(tzinfo=UTC), errors.ResumeDateInPast),
    ],
)
def test_a_date_outside_the_window_is_refused(resumes_at: datetime, error: type[FoyerError]) -> None:
    with pytest.raises(error) as refused:
        resume_moment(WINDOW, resumes_at, now=NOW)
    assert refused.value.field == "resumes_at"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        (datetime(2026, 3, 10, 23, 0, tzinfo=UTC), datetime(2026, 3, 10, 23, 0, tzinfo=UTC)),
        (datetime(2026, 6, 10, 21, 59, tzinfo=UTC), datetime(2026, 6, 10, 21, 59, tzinfo=UTC)),
        # Without a date it is the first moment of the last day allowed.
        (None, datetime(2026, 6, 9, 22, 0, tzinfo=UTC)),
    ],
)
def test_both_ends_of_the_window_are_in_it(asked: datetime | None, expected: datetime) -> None:
    assert resume_moment(WINDOW, asked, now=NOW) == expected


def test_without_a_date_it_never_comes_back_in_the_past() -> None:
    end_of_window = datetime(2026, 6, 9, 22, 0, tzinfo=UTC)
    just_before = end_of_window - timedelta(microseconds=1)
    assert resume_moment(WINDOW, None, now=just_before) == end_of_window
    with pytest.raises(errors.ResumeDateInPast):
        resume_moment(WINDOW, None, now=end_of_window)


def test_a_pause_now_stops_billing_and_plans_its_own_end(a_subscription: ASubscription) -> None:
    comes_back = NOW + timedelta(days=10)
    paused = pause_now(a_subscription(), by=PausedBy.CUSTOMER, resumes_at=comes_back, at=NOW)
    assert (paused.status, paused.paused_at, paused.paused_by) == (
        Status.PAUSED,
        NOW,
        PausedBy.CUSTOMER,
    )
    assert [(change.kind, change.effective_at) for change in paused.waiting] == [
        (ChangeKind.RESUME, comes_back)
    ]
    # Ten days of pause move the next charge by ten days.
    assert paused.next_charge_at == NOW + timedelta(days=32)


def test_a_pause_at_the_period_s_end_only_waits(a_subscription: ASubscription) -> None:
    planned, change = schedule_pause(
        a_subscription(), by=PausedBy.CUSTOMER, resumes_at=NOW + timedelta(days=40)
    )
    assert (planned.status, planned.paused_at) == (Status.ACTIVE, None)
    assert (change.kind, change.effective_at) == (ChangeKind.PAUSE, NOW + timedelta(days=22))
    assert planned.waiting == (change,)

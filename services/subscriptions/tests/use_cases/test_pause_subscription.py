"""Pausing, resuming and taking a planned pause back: what is stored, and what is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.policy import PauseTiming
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import ChangeKind, PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change

Subscribed = Callable[..., Awaitable[Subscription]]
BACK = NOW + timedelta(days=20)


async def test_a_pause_is_stored_and_told_once(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    async with database.work(an_origin(customer_id=ADA, causation_id="req_1")) as work:
        paused = await pause_subscription(
            work, subscription.id, resumes_at=BACK, when=None, by=PausedBy.CUSTOMER
        )
    async with database.work(an_origin(customer_id=ADA)) as work:
        stored = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (stored.status, stored.resumes_at, stored.version) == (Status.PAUSED, BACK, 2)
    assert stored == paused
    (told,) = await announced(database)
    assert (told.type, told.causationid, told.businesstime) == ("subscription.paused", "req_1", NOW)
    assert told.data["resumes_at"] == "2026-03-30T09:30:00Z"


async def test_without_a_date_it_ends_at_the_longest_allowed(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(pause_max_months=1)
    async with database.work(an_origin(customer_id=ADA)) as work:
        paused = await pause_subscription(
            work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER
        )
    # The first moment of 10 April in Amsterdam.
    assert paused.resumes_at is not None
    assert paused.resumes_at.isoformat() == "2026-04-09T22:00:00+00:00"


@pytest.mark.parametrize(
    ("policy", "resumes_at", "when", "error"),
    [
        ({"allow_pause": False}, None, None, errors.PauseNotOffered),
        ({"allow_self_management": False}, None, None, errors.PauseNotOffered),
        ({}, NOW - timedelta(days=1), None, errors.ResumeDateInPast),
        ({"pause_min_days": 7}, NOW + timedelta(days=6), None, errors.PauseTooShort),
        ({}, NOW + timedelta(days=93), None, errors.PauseTooLong),
        ({"pause_timing": PauseTiming.PERIOD_END}, None, PauseTiming.NOW, errors.PauseTimingNotOffered),
    ],
)
async def test_a_refused_pause_changes_nothing_and_tells_nothing(
    database: Database,
    subscribed: Subscribed,
    policy: dict[str, object],
    resumes_at: datetime | None,
    when: PauseTiming | None,
    error: type[FoyerError],
) -> None:
    subscription = await subscribed(**policy)
    with pytest.raises(error):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await pause_subscription(
                work, subscription.id, resumes_at=resumes_at, when=when, by=PausedBy.CUSTOMER
            )
    async with database.work(an_origin()) as work:
        assert await Subscriptions(work.session).get(work.scope, subscription.id) == subscription
    assert await announced(database) == []


@pytest.mark.parametrize(
    ("policy", "offered"), [(PauseTiming.NOW, [PauseTiming.NOW]), (PauseTiming.PERIOD_END, None)]
)
async def test_the_end_of_a_period_that_is_over_is_not_offered(
    database: Database, subscribed: Subscribed, policy: PauseTiming, offered: list[PauseTiming] | None
) -> None:
    subscription = await subscribed(pause_timing=policy)
    async with database.work(an_origin(customer_id=ADA, now=subscription.current_period_end)) as work:
        (own,) = await offer_actions(work, [subscription])
    assert (own.pause_offer and [choice.timing for choice in own.pause_offer.choices]) == offered


async def test_a_period_that_is_over_is_followed_by_the_next_before_a_pause(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    late = subscription.current_period_end + timedelta(hours=1)
    async with database.work(an_origin(customer_id=ADA, now=late)) as work:
        paused = await pause_subscription(
            work, subscription.id, resumes_at=None, when=PauseTiming.PERIOD_END, by=PausedBy.CUSTOMER
        )
    (change,) = paused.waiting
    assert change.effective_at.isoformat() == "2026-05-10T08:30:00+00:00"
    assert [event.type for event in await announced(database)] == [
        "subscription.period_started",
        "subscription.pause_scheduled",
    ]


@pytest.mark.parametrize(
    ("business_id", "customer_id"), [(None, "cus_another"), (CONTOSO, ADA), (CONTOSO, None)]
)
async def test_another_s_subscription_is_not_found(
    database: Database, subscribed: Subscribed, business_id: str | None, customer_id: str | None
) -> None:
    subscription = await subscribed()
    origin = an_origin(business_id or subscription.business_id, customer_id=customer_id)
    with pytest.raises(errors.SubscriptionNotFound):
        async with database.work(origin) as work:
            await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
    assert await announced(database) == []


async def test_two_pauses_at_once_pause_once(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()

    async def pause() -> None:
        async with database.work(an_origin(customer_id=ADA)) as work:
            await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)

    outcomes = await asyncio.gather(*(pause() for _ in range(5)), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [*["AlreadyPaused"] * 4, "NoneType"]
    assert [event.type for event in await announced(database)] == ["subscription.paused"]


async def test_pauses_of_the_business_do_not_use_up_the_customer_s(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(pauses_per_year=1)

    async def pause(by: PausedBy) -> None:
        async with database.work(an_origin(customer_id=ADA)) as work:
            await pause_subscription(work, subscription.id, resumes_at=BACK, when=None, by=by)

    for by in (PausedBy.BUSINESS, PausedBy.CUSTOMER, PausedBy.BUSINESS):
        await pause(by)
        async with database.work(an_origin()) as work:
            running = await resume_subscription(work, subscription.id, by=PausedBy.BUSINESS)
    before = await announced(database)
    with pytest.raises(errors.PauseLimitReached):
        await pause(PausedBy.CUSTOMER)
    async with database.work(an_origin()) as work:
        subscriptions = Subscriptions(work.session)
        stored = await subscriptions.get(work.scope, subscription.id)
        counted = await subscriptions.count_pauses_of(
            work.scope, [subscription.id], since=NOW - timedelta(days=365)
        )
    assert stored == replace(running, changes=())
    assert counted == {subscription.id: 1}
    assert await announced(database) == before


@pytest.mark.parametrize(("days", "refused"), [(364, True), (366, False)])
async def test_a_pause_counts_for_a_year(
    database: Database, subscribed: Subscribed, days: int, *, refused: bool
) -> None:
    subscription = await subscribed(pauses_per_year=1)

    async def pause(now: datetime) -> None:
        async with database.work(an_origin(customer_id=ADA, now=now)) as work:
            await pause_subscription(
                work, subscription.id, resumes_at=now + timedelta(days=2), when=None, by=PausedBy.CUSTOMER
            )

    await pause(NOW)
    if refused:
        with pytest.raises(errors.PauseLimitReached):
            await pause(NOW + timedelta(days=days))
    else:
        await pause(NOW + timedelta(days=days))


async def test_resuming_moves_the_period_and_is_told(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, subscription.id, resumes_at=BACK, when=None, by=PausedBy.CUSTOMER)
    later = NOW + timedelta(days=3)
    async with database.work(an_origin(customer_id=ADA, now=later)) as work:
        resumed = await resume_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert (resumed.status, resumed.waiting, resumed.version) == (Status.ACTIVE, (), 3)
    assert resumed.current_period_end == subscription.current_period_end + timedelta(days=3)
    assert [event.type for event in await announced(database)] == [
        "subscription.paused",
        "subscription.resumed",
    ]


async def test_what_the_business_paused_the_customer_cannot_resume(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(allow_pause=False)
    async with database.work(an_origin()) as work:
        await pause_subscription(work, subscription.id, resumes_at=BACK, when=None, by=PausedBy.BUSINESS)
    with pytest.raises(errors.PausedByBusiness):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await resume_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert [event.type for event in await announced(database)] == ["subscription.paused"]


async def test_a_planned_pause_can_be_taken_back_and_planned_again(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    origin = an_origin(customer_id=ADA)
    for _ in range(2):
        async with database.work(origin) as work:
            planned = await pause_subscription(
                work, subscription.id, resumes_at=None, when=PauseTiming.PERIOD_END, by=PausedBy.CUSTOMER
            )
        (change,) = planned.waiting
        assert (change.kind, change.effective_at) == (ChangeKind.PAUSE, subscription.current_period_end)
        async with database.work(origin) as work:
            without = await withdraw_pending_change(work, subscription.id, change.id, by=PausedBy.CUSTOMER)
        assert (without.status, without.waiting) == (Status.ACTIVE, ())
    assert [event.type for event in await announced(database)] == [
        "subscription.pause_scheduled",
        "subscription.pause_withdrawn",
    ] * 2
    with pytest.raises(errors.PendingChangeNotFound):
        async with database.work(origin) as work:
            await withdraw_pending_change(work, subscription.id, change.id, by=PausedBy.CUSTOMER)


async def test_the_end_of_a_pause_cannot_be_withdrawn(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    async with database.work(an_origin(customer_id=ADA)) as work:
        paused = await pause_subscription(
            work, subscription.id, resumes_at=BACK, when=None, by=PausedBy.CUSTOMER
        )
    with pytest.raises(errors.ChangeNotWithdrawable):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await withdraw_pending_change(work, subscription.id, paused.waiting[0].id, by=PausedBy.CUSTOMER)

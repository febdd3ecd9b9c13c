"""What time does to subscriptions, by the job's hand."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.away import DatabaseUnreachable
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import PauseTiming
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.rows import BusinessRow, PendingChangeRow, SubscriptionRow
from foyer_subscriptions.use_cases import advance_due_subscriptions as job
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.find_next_due import find_next_due
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from sqlalchemy import select, update
from sqlmodel import col

Subscribed = Callable[..., Awaitable[Subscription]]
TODAY = real_now().replace(microsecond=0)
LONG_AGO = TODAY - timedelta(days=20)
A_LONG_RUN = timedelta(hours=2)
"""Of all tests: so much later than TODAY it may be by then."""


def periods_of(events: list[Envelope], subscription: Subscription) -> list[tuple[datetime, datetime]]:
    """From when until when each period is that was announced for it."""
    return [
        (datetime.fromisoformat(event.data["period_start"]), datetime.fromisoformat(event.data["period_end"]))
        for event in events
        if event.subject == subscription.id and event.type == "subscription.period_started"
    ]


async def pause(database: Database, subscription: Subscription, *, back: datetime) -> None:
    """Ada pauses it long ago."""
    async with database.work(an_origin(customer_id=ADA, now=LONG_AGO)) as work:
        await pause_subscription(work, subscription.id, resumes_at=back, when=None, by=PausedBy.CUSTOMER)


async def test_nothing_is_due(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(now=real_now())
    async with database.work(an_origin(customer_id=ADA, now=real_now())) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
    assert await advance_due_subscriptions(database) == 0


async def test_a_pause_ends_as_of_the_moment_it_was_due(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(now=LONG_AGO)
    await pause(database, subscription, back=LONG_AGO + timedelta(days=10))
    # Two workers at once: one of them does it.
    await asyncio.gather(advance_due_subscriptions(database), advance_due_subscriptions(database))
    after = await course.stored(subscription)
    assert (after.status, after.waiting) == (Status.ACTIVE, ())
    assert after.current_period_end == subscription.current_period_end + timedelta(days=10)
    assert await course.all_told() == ["paused", "resumed"]
    assert (await announced(database))[-1].actor == "system:advance_due_subscriptions"


async def test_a_planned_pause_begins_before_the_renewal_and_its_end_is_charged(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    begun = TODAY - timedelta(days=60)
    subscription = await subscribed(now=begun)
    ends = subscription.current_period_end
    async with database.work(an_origin(customer_id=ADA, now=begun)) as work:
        await pause_subscription(
            work,
            subscription.id,
            resumes_at=ends + timedelta(days=5),
            when=PauseTiming.PERIOD_END,
            by=PausedBy.CUSTOMER,
        )
    assert await advance_due_subscriptions(database) == 1
    assert await advance_due_subscriptions(database) == 0
    after = await course.stored(subscription)
    assert (after.status, after.current_period_start) == (Status.ACTIVE, ends + timedelta(days=5))
    assert await course.all_told() == ["pause_scheduled", "paused", "resumed", "period_started"]


async def test_a_stop_is_caught_up_with_one_event_for_each_period(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    begun = TODAY - timedelta(days=60, hours=2)
    subscription = await subscribed(now=begun, interval=Interval.DAY)
    # Fifty in one batch, and the rest in the next.
    assert [await advance_due_subscriptions(database) for _ in range(3)] == [1, 1, 0]
    found = periods_of(await announced(database), subscription)
    assert len(found) == 60
    assert found[0][0] == subscription.current_period_end
    assert [start for start, _ in found[1:]] == [end for _, end in found[:-1]]
    after = await course.stored(subscription)
    assert (after.current_period_start, after.current_period_end) == found[-1]
    assert found[-1][0] <= TODAY < found[-1][1]
    assert (after.period_number, after.version) == (61, 61)


async def test_two_workers_renew_each_of_200_once(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    begun = TODAY - timedelta(days=35)
    first = await subscribed(now=begun)
    async with database.session() as session:
        row = (await session.scalars(select(SubscriptionRow))).one().model_dump()
        session.add_all(SubscriptionRow(**row | {"id": f"sub_{number:026}"}) for number in range(199))

    async def work_through() -> int:
        done = 0
        while count := await advance_due_subscriptions(database):
            done += count
        return done

    assert sum(await asyncio.gather(work_through(), work_through())) == 200
    events = await announced(database)
    assert {event.type for event in events} == {"subscription.period_started"}
    assert len({(event.subject, event.data["period_start"]) for event in events}) == len(events) == 200
    assert (await course.stored(first)).period_number == 2


async def test_a_row_that_cannot_be_read_does_not_hold_up_others(
    database: Database, subscribed: Subscribed
) -> None:
    bad, good = [await subscribed(now=LONG_AGO) for _ in range(2)]
    for days, subscription in enumerate((bad, good), start=10):
        await pause(database, subscription, back=LONG_AGO + timedelta(days=days))
    async with database.session() as session:
        of_bad = col(SubscriptionRow.id) == bad.id
        await session.execute(update(SubscriptionRow).where(of_bad).values(interval="fortnight"))
    with structlog.testing.capture_logs() as lines:
        assert await advance_due_subscriptions(database) == 1
        # It is left alone for some minutes.
        assert await advance_due_subscriptions(database) == 0
    assert [(line["event"], line.get("subscription_id"), line["error"]) for line in lines] == [
        ("batch_failed", None, "ValueError"),
        ("due_step_failed", bad.id, "ValueError"),
    ]
    assert "fortnight" not in str(lines)
    async with database.session() as session:
        found = await session.execute(select(col(SubscriptionRow.id), col(SubscriptionRow.status)))
        assert dict(list(found)) == {bad.id: Status.PAUSED, good.id: Status.ACTIVE}
    assert [(event.type, event.subject) for event in await announced(database)] == [
        ("subscription.paused", bad.id),
        ("subscription.paused", good.id),
        ("subscription.resumed", good.id),
    ]


async def test_what_was_passed_over_is_done_as_of_its_own_moment(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(now=TODAY - timedelta(days=35))
    for days in (1, -1):
        async with database.session() as session:
            await session.execute(update(SubscriptionRow).values(next_due_at=TODAY + timedelta(days=days)))
        assert await advance_due_subscriptions(database) == (days < 0)
    assert (await course.stored(subscription)).current_period_start == subscription.current_period_end


async def test_a_database_that_is_away_ends_the_run(
    database: Database, subscribed: Subscribed, monkeypatch: pytest.MonkeyPatch
) -> None:
    await subscribed(now=TODAY - timedelta(days=35))

    async def unreachable(*_: object, **__: object) -> None:
        raise DatabaseUnreachable

    monkeypatch.setattr(job, "take_due_steps", unreachable)
    with structlog.testing.capture_logs() as lines, pytest.raises(DatabaseUnreachable):
        await advance_due_subscriptions(database)
    assert lines == []


async def test_a_fixed_term_is_completed_after_its_last_period(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    begun = TODAY - timedelta(days=10)
    subscription = await subscribed(now=begun, interval=Interval.DAY, periods=3)
    assert await advance_due_subscriptions(database) == 1
    assert await advance_due_subscriptions(database) == 0
    after = await course.stored(subscription)
    assert (after.status, after.period_number) == (Status.COMPLETED, 3)
    assert after.ended_at == after.current_period_end == periods_of(await announced(database), after)[-1][1]
    assert await course.all_told() == ["period_started", "period_started", "completed"]


async def test_a_year_s_renewal_is_announced_once_thirty_days_ahead(
    database: Database, subscribed: Subscribed
) -> None:
    begun = datetime(TODAY.year - 1, TODAY.month, min(TODAY.day, 28), tzinfo=UTC) + timedelta(days=29)
    subscription = await subscribed(now=begun, interval=Interval.YEAR)
    for _ in range(2):
        await advance_due_subscriptions(database)
    (event,) = await announced(database)
    assert event.type == "subscription.renewal_upcoming"
    assert datetime.fromisoformat(event.data["renews_at"]) == subscription.current_period_end


async def put_forward(database: Database, business_id: str, ahead: timedelta) -> None:
    """A business's clock was moved, as its event has told."""
    async with database.session() as session:
        of_business = col(BusinessRow.id) == business_id
        offset = int(ahead.total_seconds())
        await session.execute(update(BusinessRow).where(of_business).values(clock_offset=offset))


async def test_what_is_due_by_the_clock_of_a_business_happens_by_that_clock(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(now=TODAY)
    async with database.session() as session:
        row = (await session.scalars(select(SubscriptionRow))).one().model_dump()
        session.add(SubscriptionRow(**row | {"id": "sub_of_contoso", "business_id": CONTOSO}))
    ahead = timedelta(days=95)
    assert await advance_due_subscriptions(database) == 0
    await put_forward(database, NORTHWIND, ahead)
    assert [await advance_due_subscriptions(database) for _ in range(2)] == [1, 0]
    events = await announced(database)
    assert {(event.type, event.businessid) for event in events} == {
        ("subscription.period_started", NORTHWIND)
    }
    assert len(events) == 3
    assert all(timedelta() <= event.businesstime - (TODAY + ahead) < A_LONG_RUN for event in events)
    assert periods_of(events, subscription)[0][0] == subscription.current_period_end
    async with database.session() as session:
        found = await session.execute(select(col(SubscriptionRow.id), col(SubscriptionRow.period_number)))
        assert dict(list(found)) == {subscription.id: 4, "sub_of_contoso": 1}


async def test_a_pause_that_begins_by_that_clock_was_asked_for_by_it(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(now=TODAY)
    async with database.work(an_origin(customer_id=ADA, now=TODAY)) as work:
        ends = subscription.current_period_end
        back = ends + timedelta(days=5)
        await pause_subscription(
            work, subscription.id, resumes_at=back, when=PauseTiming.PERIOD_END, by=PausedBy.CUSTOMER
        )
    await put_forward(database, NORTHWIND, ends - TODAY)
    assert await advance_due_subscriptions(database) == 1
    async with database.session() as session:
        found = await session.execute(
            select(col(PendingChangeRow.requested_at)).where(col(PendingChangeRow.kind) == "resume")
        )
        assert timedelta() <= found.scalar_one() - ends < A_LONG_RUN
    async with database.work(an_origin()) as work:
        assert await find_next_due(work) == back


async def test_what_fails_by_that_clock_is_left_alone_by_it(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(now=TODAY)
    await put_forward(database, NORTHWIND, timedelta(days=40))
    async with database.session() as session:
        await session.execute(update(SubscriptionRow).values(interval="fortnight"))
    with structlog.testing.capture_logs():
        assert [await advance_due_subscriptions(database) for _ in range(2)] == [0, 0]
    async with database.work(an_origin()) as work:
        again = await find_next_due(work)
    assert again
    assert timedelta(days=40) < again - TODAY < timedelta(days=40) + A_LONG_RUN
    assert again > subscription.current_period_end


async def test_the_next_thing_due_is_the_business_s_own(database: Database, subscribed: Subscribed) -> None:
    late, soon = await subscribed(now=TODAY), await subscribed(now=TODAY - timedelta(days=2))
    async with database.session() as session:
        row = (await session.scalars(select(SubscriptionRow).limit(1))).one().model_dump()
        ended = {"id": "sub_ended", "next_due_at": None}
        session.add_all(
            SubscriptionRow(**row | more)
            for more in (ended, {"id": "sub_of_contoso", "business_id": CONTOSO, "next_due_at": LONG_AGO})
        )
    assert soon.current_period_end < late.current_period_end
    for business_id, due in ((NORTHWIND, soon.current_period_end), (CONTOSO, LONG_AGO), ("biz_none", None)):
        async with database.work(an_origin(business_id)) as work:
            assert await find_next_due(work) == due

"""Pauses that begin and end by themselves."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.away import DatabaseUnreachable
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.policy import PauseTiming
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.rows import SubscriptionRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases import apply_due_changes_everywhere as job
from foyer_subscriptions.use_cases.apply_due_changes_everywhere import apply_due_changes_everywhere
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from sqlalchemy import select, update
from sqlmodel import col

Subscribed = Callable[..., Awaitable[Subscription]]
LONG_AGO = real_now() - timedelta(days=60)


async def test_nothing_is_due(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(now=real_now())
    async with database.work(an_origin(customer_id=ADA, now=real_now())) as work:
        await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=PausedBy.CUSTOMER)
    assert await apply_due_changes_everywhere(database) == 0


async def test_a_pause_ends_as_of_the_moment_it_was_due(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(now=LONG_AGO)
    back = LONG_AGO + timedelta(days=20)
    async with database.work(an_origin(customer_id=ADA, now=LONG_AGO)) as work:
        await pause_subscription(work, subscription.id, resumes_at=back, when=None, by=PausedBy.CUSTOMER)
    # Two workers at once: one of them does it.
    await asyncio.gather(apply_due_changes_everywhere(database), apply_due_changes_everywhere(database))
    async with database.work(an_origin()) as work:
        stored = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (stored.status, stored.waiting) == (Status.ACTIVE, ())
    assert stored.current_period_end == subscription.current_period_end + timedelta(days=20)
    told = await announced(database)
    assert [event.type for event in told] == ["subscription.paused", "subscription.resumed"]
    assert told[-1].actor == "system:apply_due_changes"


async def test_a_planned_pause_begins_and_ends_when_both_are_due(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(now=LONG_AGO)
    begins = subscription.current_period_end
    async with database.work(an_origin(customer_id=ADA, now=LONG_AGO)) as work:
        await pause_subscription(
            work,
            subscription.id,
            resumes_at=begins + timedelta(days=5),
            when=PauseTiming.PERIOD_END,
            by=PausedBy.CUSTOMER,
        )
    assert await apply_due_changes_everywhere(database) == 1
    assert await apply_due_changes_everywhere(database) == 0
    async with database.work(an_origin()) as work:
        stored = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (stored.status, stored.current_period_end) == (Status.ACTIVE, begins + timedelta(days=5))
    assert [event.type for event in await announced(database)] == [
        "subscription.pause_scheduled",
        "subscription.paused",
        "subscription.resumed",
    ]


async def test_a_row_that_cannot_be_read_does_not_hold_up_others(
    database: Database, subscribed: Subscribed
) -> None:
    bad, good = [await subscribed(now=LONG_AGO) for _ in range(2)]
    for days, subscription in enumerate((bad, good), start=20):
        async with database.work(an_origin(customer_id=ADA, now=LONG_AGO)) as work:
            await pause_subscription(
                work,
                subscription.id,
                resumes_at=LONG_AGO + timedelta(days=days),
                when=None,
                by=PausedBy.CUSTOMER,
            )
    async with database.session() as session:
        of_bad = col(SubscriptionRow.id) == bad.id
        await session.execute(update(SubscriptionRow).where(of_bad).values(interval="fortnight"))
    with structlog.testing.capture_logs() as lines:
        assert await apply_due_changes_everywhere(database) == 1
        assert await apply_due_changes_everywhere(database) == 0
    assert [(line["event"], line["subscription_id"], line["error"]) for line in lines] == [
        ("due_changes_failed", bad.id, "ValueError")
    ] * 2
    assert "fortnight" not in str(lines)
    async with database.session() as session:
        stored = await session.execute(select(col(SubscriptionRow.id), col(SubscriptionRow.status)))
        assert dict(list(stored)) == {bad.id: Status.PAUSED, good.id: Status.ACTIVE}
    assert [(event.type, event.subject) for event in await announced(database)] == [
        ("subscription.paused", bad.id),
        ("subscription.paused", good.id),
        ("subscription.resumed", good.id),
    ]


async def test_a_database_that_is_away_ends_the_run(
    database: Database, subscribed: Subscribed, monkeypatch: pytest.MonkeyPatch
) -> None:
    subscription = await subscribed(now=LONG_AGO)
    async with database.work(an_origin(customer_id=ADA, now=LONG_AGO)) as work:
        await pause_subscription(
            work, subscription.id, resumes_at=LONG_AGO + timedelta(days=20), when=None, by=PausedBy.CUSTOMER
        )

    async def unreachable(*_: object) -> None:
        raise DatabaseUnreachable

    monkeypatch.setattr(job, "apply_due_changes", unreachable)
    with structlog.testing.capture_logs() as lines, pytest.raises(DatabaseUnreachable):
        await apply_due_changes_everywhere(database)
    assert lines == []

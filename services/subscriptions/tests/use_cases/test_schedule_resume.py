"""Another day for the end of a pause, and another way to collect."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.actions import Action
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.change_collection import change_collection
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method
from foyer_subscriptions.use_cases.schedule_resume import schedule_resume

Subscribed = Callable[..., Awaitable[Subscription]]
BACK, LATER = NOW + timedelta(days=10), NOW + timedelta(days=60)


async def paused(database: Database, subscription: Subscription, by: PausedBy = PausedBy.CUSTOMER) -> None:
    """It is paused until 20 March, and what was told of that forgotten."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(work, subscription.id, resumes_at=BACK, when=None, by=by)
    async with database.session() as session:
        await session.execute(database.tables.outbox.delete())


async def test_it_comes_back_on_the_day_that_was_chosen_last(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(pauses_per_year=2)
    await paused(database, subscription)
    for day in (LATER, LATER, BACK + timedelta(days=1)):
        async with database.work(an_origin(customer_id=ADA, now=NOW + timedelta(days=1))) as work:
            later = await schedule_resume(work, subscription.id, resumes_at=day, by=PausedBy.CUSTOMER)
        assert (later.resumes_at, later.status) == (day, Status.PAUSED)
    assert await course.stored(subscription) == later
    # One pause, whatever its end: it counts once, and the second click is no second change.
    async with database.work(an_origin(customer_id=ADA)) as work:
        counted = await Subscriptions(work.session).count_pauses_of(
            work.scope, [subscription.id], since=NOW - timedelta(days=1)
        )
    assert counted == {subscription.id: 1}
    told = await announced(database)
    assert [(event.type, event.data["resumes_at"]) for event in told] == [
        ("subscription.resume_scheduled", "2026-05-09T09:30:00Z"),
        ("subscription.resume_scheduled", "2026-03-21T09:30:00Z"),
    ]
    async with database.work(an_origin(now=NOW + timedelta(days=12))) as work:
        back = await advance_subscription(work, subscription.id)
    assert back.status is Status.ACTIVE
    assert back.current_period_end == subscription.current_period_end + timedelta(days=11)


@pytest.mark.parametrize(
    ("resumes_at", "now", "error"),
    [
        (NOW + timedelta(days=93), NOW, errors.PauseTooLong),
        (NOW + timedelta(days=4, hours=1), NOW + timedelta(days=4), errors.PauseTooShort),
        (NOW + timedelta(days=2), NOW + timedelta(days=3), errors.ResumeDateInPast),
    ],
)
async def test_a_day_that_cannot_be_chosen_changes_nothing(
    database: Database,
    course: Any,
    subscribed: Subscribed,
    resumes_at: datetime,
    now: datetime,
    error: type[FoyerError],
) -> None:
    subscription = await subscribed()
    await paused(database, subscription)
    before = await course.stored(subscription)
    with pytest.raises(error):
        async with database.work(an_origin(customer_id=ADA, now=now)) as work:
            await schedule_resume(work, subscription.id, resumes_at=resumes_at, by=PausedBy.CUSTOMER)
    assert await course.stored(subscription) == before
    assert await announced(database) == []


async def test_who_may_not_resume_it_may_not_choose(database: Database, subscribed: Subscribed) -> None:
    running, theirs, ending = await subscribed(), await subscribed(), await subscribed()
    await paused(database, theirs, PausedBy.BUSINESS)
    await paused(database, ending)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, ending.id, by=PausedBy.CUSTOMER)
    for one, error in (
        (running, errors.NotPaused),
        (theirs, errors.PausedByBusiness),
        (ending, errors.CancellationPending),
    ):
        with pytest.raises(error):
            async with database.work(an_origin(customer_id=ADA)) as work:
                await schedule_resume(work, one.id, resumes_at=LATER, by=PausedBy.CUSTOMER)
    with pytest.raises(errors.SubscriptionNotFound):
        async with database.work(an_origin(CONTOSO)) as work:
            await schedule_resume(work, theirs.id, resumes_at=LATER, by=PausedBy.BUSINESS)
    async with database.work(an_origin()) as work:
        later = await schedule_resume(work, theirs.id, resumes_at=LATER, by=PausedBy.BUSINESS)
    assert later.resumes_at == LATER


async def test_the_choice_is_offered_while_there_is_a_day_left(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(pause_max_months=1)
    await paused(database, subscription)
    one = await course.stored(subscription)
    # From 10 March for a month: the last day is 10 April, in Amsterdam.
    for now, first in ((NOW, datetime(2026, 3, 10, 23, tzinfo=UTC)), (NOW + timedelta(days=31), None)):
        async with database.work(an_origin(customer_id=ADA, now=now)) as work:
            (own,) = await offer_actions(work, [one])
        assert (Action.CHANGE_RESUME_DATE in own.actions) is (first is not None)
        assert (own.resume_window and own.resume_window.earliest) == first
        last = own.resume_window and own.resume_window.latest
        assert last == (datetime(2026, 4, 9, 22, tzinfo=UTC) if first else None)


async def test_invoices_are_sent_from_now_on_and_what_waited_begins(
    database: Database, subscribed: Subscribed
) -> None:
    waiting = await subscribed(collection=Collection.AUTOMATIC)
    assert waiting.status is Status.PENDING_MANDATE
    for _ in range(2):
        async with database.work(an_origin(customer_id=ADA)) as work:
            begun = await change_collection(work, waiting.id, Collection.INVOICE)
    assert (begun.status, begun.collection) == (Status.ACTIVE, Collection.INVOICE)
    told = await announced(database)
    assert [event.type.removeprefix("subscription.") for event in told] == [
        "collection_changed",
        "activated",
        "period_started",
    ]
    assert {event.data["subscription"]["collection"] for event in told} == {"invoice"}


async def test_automatic_collection_needs_a_way_to_collect(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    with pytest.raises(errors.NoWayToCollect):
        async with database.work(an_origin()) as work:
            await change_collection(work, subscription.id, Collection.AUTOMATIC)
    assert await course.stored(subscription) == subscription
    assert await announced(database) == []
    async with database.work(an_origin(customer_id=ADA)) as work:
        await remember_payment_method(work, payment_method_id="pm_1", customer_id=ADA, kind="card", version=1)
    async with database.work(an_origin()) as work:
        changed = await change_collection(work, subscription.id, Collection.AUTOMATIC)
    assert changed.collection is Collection.AUTOMATIC
    assert [event.type for event in await announced(database)] == ["subscription.collection_changed"]

"""A declared cancellation counts from its arrival, whenever and however often it is heard."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.declaration import Declaration, Terms
from foyer_subscriptions.domain.errors import (
    CancellationAlreadyPending,
    CancelNotOffered,
    DeclarationRefused,
    SubscriptionAlreadyEnded,
)
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import CancellationMode, PauseTiming, PauseUnused
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import ChangeState, Collection, PausedBy, Subscription
from foyer_subscriptions.storage.rows import ChargedPeriodRow, DecisionRow, PendingChangeRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.hear_declaration import hear_declaration
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method
from foyer_subscriptions.use_cases.update_product import update_product
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from sqlalchemy import func, select

Subscribed = Callable[..., Awaitable[Subscription]]
BY_ADA = an_origin().actor
AT_ONCE, AT_PERIOD_END = (
    {"cancellation_mode": mode} for mode in (CancellationMode.IMMEDIATE, CancellationMode.PERIOD_END)
)
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
ARRIVAL = NOW + timedelta(days=5)
BACK = PERIOD_END + timedelta(hours=3)
"""When subscriptions runs again."""


def declared(at: datetime = ARRIVAL, declaration_id: str = "dcl_1") -> Declaration:
    """What the portal recorded then."""
    return Declaration(id=declaration_id, number="NW-D-1001", received_at=at)


async def hear(
    database: Database,
    subscription: Subscription,
    declaration: Declaration | None = None,
    *,
    customer_id: str = ADA,
    business_id: str | None = None,
    **said: Any,
) -> None:
    """The event arrives; its business time is that of the declaration."""
    declaration = declaration or declared()
    origin = an_origin(
        business_id or subscription.business_id, customer_id=customer_id, now=declaration.received_at
    )
    async with database.work(origin) as work:
        await hear_declaration(work, subscription.id, declaration, declared_by=BY_ADA, **said)


async def call(
    database: Database, subscription: Subscription, *, now: datetime = ARRIVAL
) -> tuple[Subscription, Outlook]:
    """The portal calls."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await apply_declaration(work, subscription.id, declared(), declared_by=work.actor)


async def run(database: Database, subscription: Subscription, now: datetime) -> Subscription:
    """The job has run; it as it is then."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await advance_subscription(work, subscription.id)


async def read(database: Database, subscription: Subscription) -> Subscription:
    """As it is stored."""
    async with database.work(an_origin()) as work:
        return await Subscriptions(work.session).get(work.scope, subscription.id)


async def net(database: Database) -> int:
    """What all that was told adds up to, in cents: charges less what was voided and credited."""
    total = 0
    for event in await announced(database):
        charged = 1 if event.type == "subscription.period_started" else -1
        for line in (*event.data.get("lines", ()), *event.data.get("credit_lines", ())):
            total += charged * line["amount"]["amount"]
    return total


async def count(database: Database, row: Any) -> int:
    """How many of these are stored."""
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(row)) or 0


async def test_it_is_carried_out_as_of_its_arrival_and_names_its_receipt(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(notice_days=41)
    await hear(database, subscription, reason="moved_to_mars", message="Bye.")
    after = await read(database, subscription)
    (change,) = after.waiting
    assert change.cancellation
    assert (change.requested_by, change.cancellation.declaration) == (PausedBy.CUSTOMER, declared())
    # 41 days from its arrival on 15 March, not from when it was heard.
    assert change.effective_at == datetime(2026, 4, 25, 8, 30, tzinfo=UTC)
    (event,) = await announced(database)
    assert (event.type, event.actor) == ("subscription.cancellation_requested", str(BY_ADA))
    named = ("declaration_id", "receipt_number", "received_at", "reason", "message")
    assert [event.data[name] for name in named] == [
        "dcl_1",
        "NW-D-1001",
        "2026-03-15T09:30:00Z",
        "moved_to_mars",
        "Bye.",
    ]


@pytest.mark.parametrize("runs", [(), (ARRIVAL,), (BACK,), (ARRIVAL, BACK)])
async def test_a_period_that_began_after_it_is_voided_with_full_credit(
    database: Database, course: Any, subscribed: Subscribed, runs: tuple[datetime, ...]
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    for moment in runs:
        await run(database, subscription, moment)
    renewed = ["period_started"] if BACK in runs else []
    assert await course.all_told() == renewed
    await hear(database, subscription)
    assert await course.all_told() == [
        *renewed,
        *(["period_voided"] if renewed else []),
        "cancellation_scheduled",
    ]
    after = await read(database, subscription)
    assert (after.current_period_end, after.period_number, after.next_charge_at) == (PERIOD_END, 1, None)
    ended = await run(database, subscription, BACK)
    assert (ended.status, ended.ended_at, ended.period_number) == (Status.CANCELED, PERIOD_END, 1)
    assert (await course.all_told())[-1] == "canceled"
    assert await net(database) == 0


async def test_what_is_voided_says_what_had_been_charged(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    await hear(database, subscription)
    begun, voided, canceled = await announced(database)
    assert voided.data["lines"] == begun.data["lines"]
    assert [line["amount"] for line in voided.data["lines"]] == [{"amount": 2900, "currency": "EUR"}]
    assert (voided.data["period_start"], voided.data["period_end"]) == (
        "2026-04-10T08:30:00Z",
        "2026-05-10T08:30:00Z",
    )
    assert (voided.data["declaration_id"], voided.customerid) == ("dcl_1", ADA)
    assert [event.subjectversion for event in (begun, voided, canceled)] == [2, 3, 4]


async def test_all_periods_that_began_after_it_are_voided(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(interval=Interval.DAY, **AT_PERIOD_END)
    for hours in (25, 73):
        await run(database, subscription, NOW + timedelta(hours=hours))
    await hear(database, subscription, declared(NOW + timedelta(hours=30)))
    assert await course.all_told() == [
        *["period_started"] * 3,
        *["period_voided"] * 2,
        "cancellation_scheduled",
    ]
    ended = await run(database, subscription, NOW + timedelta(days=4))
    assert (ended.ended_at, ended.period_number) == (NOW + timedelta(days=2), 2)
    assert await net(database) == 2900


async def test_a_period_that_had_begun_before_it_stays(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    await hear(database, subscription, declared(BACK + timedelta(seconds=1)))
    assert await course.all_told() == ["period_started", "cancellation_scheduled"]
    assert (await read(database, subscription)).waiting[0].effective_at == datetime(
        2026, 5, 10, 8, 30, tzinfo=UTC
    )


async def test_what_arrived_between_the_period_s_end_and_the_run_is_not_charged(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    await hear(database, subscription, declared(PERIOD_END + timedelta(seconds=9)))
    # It is over already, so that no end is announced first.
    assert await course.all_told() == ["period_started", "period_voided", "canceled"]
    assert (await read(database, subscription)).ended_at == PERIOD_END
    assert await net(database) == 0


async def test_with_notice_only_the_days_until_the_end_are_charged(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(notice_days=36)
    await run(database, subscription, BACK)
    await hear(database, subscription)
    await run(database, subscription, PERIOD_END + timedelta(days=20))
    assert await course.all_told() == [
        "period_started",
        "period_voided",
        "cancellation_requested",
        "period_started",
        "canceled",
    ]
    # 10 of 30 days of €29.00.
    assert await net(database) == 967


async def test_at_once_the_unused_time_comes_back_as_of_its_arrival(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_ONCE)
    half = NOW + (PERIOD_END - NOW) / 2
    await run(database, subscription, BACK)
    await hear(database, subscription, declared(half))
    assert (await read(database, subscription)).ended_at == half
    *_, canceled = await announced(database)
    assert await course.all_told() == ["period_started", "period_voided", "canceled"]
    assert (
        [line["amount"]["amount"] for line in canceled.data["credit_lines"]],
        canceled.data["credit_to"],
    ) == (
        [1450],
        "balance",
    )


async def test_a_trial_that_was_charged_after_it_is_a_trial_again(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(trial_days=14, **AT_PERIOD_END)
    over = NOW + timedelta(days=14)
    assert (await run(database, subscription, over + timedelta(hours=1))).status is Status.ACTIVE
    await hear(database, subscription)
    assert (await read(database, subscription)).status is Status.TRIALING
    ended = await run(database, subscription, over + timedelta(hours=2))
    assert (ended.status, ended.ended_at, ended.period_number) == (Status.CANCELED, over, 0)
    assert await net(database) == 0


async def test_what_began_with_a_way_to_pay_after_it_has_not_begun(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC)
    assert subscription.status is Status.PENDING_MANDATE
    async with database.work(an_origin(customer_id=ADA, now=ARRIVAL + timedelta(hours=1))) as work:
        await remember_payment_method(work, payment_method_id="pm_1", customer_id=ADA, kind="card", version=1)
    await hear(database, subscription)
    assert await course.all_told() == ["activated", "period_started", "period_voided", "canceled"]
    after = await read(database, subscription)
    assert (after.status, after.ended_at, await net(database)) == (Status.CANCELED, ARRIVAL, 0)


async def test_a_pause_whose_end_began_a_charge_after_it_is_a_pause_again(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(pause_unused=PauseUnused.CREDIT, **AT_PERIOD_END)
    back = NOW + timedelta(days=10)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await pause_subscription(
            work, subscription.id, resumes_at=back, when=PauseTiming.NOW, by=PausedBy.CUSTOMER
        )
    assert (await run(database, subscription, back + timedelta(hours=1))).status is Status.ACTIVE
    await hear(database, subscription)
    assert await course.all_told() == ["paused", "resumed", "period_started", "period_voided", "canceled"]
    after = await read(database, subscription)
    assert (after.status, after.ended_at, after.paused_at) == (Status.CANCELED, ARRIVAL, None)
    _, _, begun, voided, canceled = await announced(database)
    assert (voided.data["lines"], canceled.data["credit_lines"]) == (begun.data["lines"], [])


@pytest.mark.parametrize("call_first", [True, False])
async def test_call_and_event_do_it_once(
    database: Database, course: Any, subscribed: Subscribed, call_first: bool
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    if call_first:
        _, plan = await call(database, subscription)
        await hear(database, subscription)
    else:
        await hear(database, subscription)
        _, plan = await call(database, subscription)
    await hear(database, subscription)
    again, same = await call(database, subscription)
    assert (same, plan.change.effective_at) == (plan, PERIOD_END)
    assert [change.id for change in again.waiting] == [plan.change.id]
    assert await course.all_told() == ["cancellation_scheduled"]
    assert [await count(database, row) for row in (DecisionRow, PendingChangeRow)] == [1, 1]


async def test_a_call_that_was_made_again_later_counts_from_the_first_arrival(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    after, plan = await call(database, subscription, now=BACK + timedelta(minutes=1))
    assert (after.status, after.ended_at, plan.change.effective_at) == (
        Status.CANCELED,
        PERIOD_END,
        PERIOD_END,
    )
    assert await course.all_told() == [
        "period_started",
        "period_voided",
        "cancellation_scheduled",
        "canceled",
    ]


async def test_call_and_event_at_the_same_moment_do_it_once(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    await asyncio.gather(
        call(database, subscription, now=BACK), *(hear(database, subscription) for _ in range(3))
    )
    assert sorted(set(await course.all_told())) == sorted(
        ["period_started", "period_voided", "cancellation_scheduled"]
        + (["canceled"] if (await read(database, subscription)).ended_at else [])
    )
    assert (await course.all_told()).count("period_voided") == 1
    assert await count(database, DecisionRow) == 1


async def test_what_was_taken_back_stays_so_when_the_event_comes_later(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await call(database, subscription)
    async with database.work(an_origin(customer_id=ADA, now=ARRIVAL)) as work:
        await withdraw_cancellation(work, subscription.id, by=PausedBy.CUSTOMER)
    await hear(database, subscription)
    _, plan = await call(database, subscription)
    assert (plan.change.state, plan.charges) == (ChangeState.WITHDRAWN, ())
    assert (await read(database, subscription)).waiting == ()
    scheduled, reactivated = await announced(database)
    assert (reactivated.type, reactivated.data["declaration_id"]) == ("subscription.reactivated", "dcl_1")
    assert reactivated.data["change_id"] == scheduled.data["change_id"]


@pytest.mark.parametrize(
    ("case", "error"),
    [
        ("not offered", CancelNotOffered),
        ("ended", SubscriptionAlreadyEnded),
        ("pending", CancellationAlreadyPending),
    ],
)
async def test_what_cannot_be_carried_out_is_told_once_and_changes_nothing(
    database: Database, subscribed: Subscribed, case: str, error: type[CancelNotOffered]
) -> None:
    subscription = await subscribed(allow_cancel=case != "not offered", **AT_PERIOD_END)
    if case != "not offered":
        async with database.work(an_origin(now=ARRIVAL + timedelta(hours=1))) as work:
            await cancel_subscription(work, subscription.id, by=PausedBy.BUSINESS)
    await run(database, subscription, BACK if case != "pending" else ARRIVAL + timedelta(hours=2))
    before, earlier = await read(database, subscription), len(await announced(database))
    periods = await count(database, ChargedPeriodRow)
    with pytest.raises(error):
        await call(database, subscription)
    assert len(await announced(database)) == earlier
    for _ in range(2):
        await hear(database, subscription, message="Please.")
    (refused,) = (await announced(database))[earlier:]
    assert (refused.type, refused.actor) == ("subscription.cancellation_refused", str(BY_ADA))
    assert {name: refused.data[name] for name in ("code", "declaration_id", "receipt_number", "message")} == {
        "code": error.code,
        "declaration_id": "dcl_1",
        "receipt_number": "NW-D-1001",
        "message": "Please.",
    }
    assert await read(database, subscription) == before
    assert await count(database, ChargedPeriodRow) == periods
    with pytest.raises(DeclarationRefused):
        await call(database, subscription)


async def test_what_was_refused_is_not_carried_out_later(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(allow_cancel=False)
    await hear(database, subscription)
    async with database.work(an_origin()) as work:
        await update_product(
            work,
            subscription.items[0].product_id,
            changes={},
            self_service={"allow_cancel": True},
            billing={},
        )
    await hear(database, subscription)
    with pytest.raises(DeclarationRefused):
        await call(database, subscription)
    assert (await read(database, subscription)).waiting == ()


@pytest.mark.parametrize("whose", [{"customer_id": "cus_other"}, {"business_id": CONTOSO}])
async def test_another_s_subscription_is_not_there(
    database: Database, course: Any, subscribed: Subscribed, whose: dict[str, Any]
) -> None:
    subscription = await subscribed()
    with pytest.raises(NotYet):
        await hear(database, subscription, **whose)
    assert (await course.all_told(), await count(database, DecisionRow)) == ([], 0)
    assert await read(database, subscription) == subscription


async def test_a_second_declaration_is_refused_while_the_first_waits(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await hear(database, subscription)
    await hear(database, subscription, declared(ARRIVAL + timedelta(minutes=5), "dcl_2"))
    assert await course.all_told() == ["cancellation_scheduled", "cancellation_refused"]
    assert len((await read(database, subscription)).waiting) == 1


def by_a_visitor(*, proven: bool = True, not_before: datetime | None = None) -> Declaration:
    """What was declared without signing in."""
    return replace(declared(), terms=Terms(by_right=True, proven=proven, not_before=not_before))


async def test_without_signing_in_it_is_canceled_whatever_the_policy_offers(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END, allow_cancel=False)
    await hear(database, subscription, by_a_visitor(proven=False))
    after = await read(database, subscription)
    assert [change.effective_at for change in after.waiting] == [PERIOD_END]


async def test_who_may_be_somebody_else_ends_nothing_at_once(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_ONCE)
    await hear(database, subscription, by_a_visitor(proven=False))
    (event,) = await announced(database)
    assert (event.type, event.data["code"]) == (
        "subscription.cancellation_refused",
        "cancellation_not_proven",
    )
    assert await read(database, subscription) == subscription
    other = await subscribed(**AT_ONCE)
    await hear(database, other, replace(by_a_visitor(), id="dcl_2"))
    assert (await read(database, other)).status is Status.CANCELED


@pytest.mark.parametrize(
    ("wanted", "ends"),
    [
        (datetime(2026, 3, 20, 23, tzinfo=UTC), PERIOD_END),
        (datetime(2026, 4, 30, 22, tzinfo=UTC), datetime(2026, 4, 30, 22, tzinfo=UTC)),
    ],
)
async def test_it_ends_on_the_day_that_is_wanted_but_not_too_early(
    database: Database, subscribed: Subscribed, wanted: datetime, ends: datetime
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await hear(database, subscription, by_a_visitor(not_before=wanted))
    after = await read(database, subscription)
    assert [change.effective_at for change in after.waiting] == [ends]

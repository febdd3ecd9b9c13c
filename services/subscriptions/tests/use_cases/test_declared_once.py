"""A declared cancellation is decided once, whether the call or its event comes first."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.messaging.handlers import NotYet
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.errors import (
    CancellationAlreadyPending,
    CancelNotOffered,
    DeclarationRefused,
    SubscriptionAlreadyEnded,
)
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import ChangeState, PausedBy, Subscription
from foyer_subscriptions.storage.rows import ChargedPeriodRow, DecisionRow, PendingChangeRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.hear_declaration import hear_declaration
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


async def told(database: Database) -> list[str]:
    """The types of all that was announced."""
    return [event.type.removeprefix("subscription.") for event in await announced(database)]


async def count(database: Database, row: Any) -> int:
    """How many of these are stored."""
    async with database.session() as session:
        return await session.scalar(select(func.count()).select_from(row)) or 0


@pytest.mark.parametrize("call_first", [True, False])
async def test_call_and_event_do_it_once(
    database: Database, subscribed: Subscribed, call_first: bool
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
    assert await told(database) == ["cancellation_scheduled"]
    assert [await count(database, row) for row in (DecisionRow, PendingChangeRow)] == [1, 1]


async def test_a_call_that_was_made_again_later_counts_from_the_first_arrival(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    after, plan = await call(database, subscription, now=BACK + timedelta(minutes=1))
    assert (after.status, after.ended_at, plan.change.effective_at) == (
        Status.CANCELED,
        PERIOD_END,
        PERIOD_END,
    )
    assert await told(database) == ["period_started", "period_voided", "cancellation_scheduled", "canceled"]


async def test_call_and_event_at_the_same_moment_do_it_once(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await run(database, subscription, BACK)
    await asyncio.gather(
        call(database, subscription, now=BACK), *(hear(database, subscription) for _ in range(3))
    )
    assert sorted(set(await told(database))) == sorted(
        ["period_started", "period_voided", "cancellation_scheduled"]
        + (["canceled"] if (await read(database, subscription)).ended_at else [])
    )
    assert (await told(database)).count("period_voided") == 1
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
    database: Database, subscribed: Subscribed, whose: dict[str, Any]
) -> None:
    subscription = await subscribed()
    with pytest.raises(NotYet):
        await hear(database, subscription, **whose)
    assert (await told(database), await count(database, DecisionRow)) == ([], 0)
    assert await read(database, subscription) == subscription


async def test_a_second_declaration_is_refused_while_the_first_waits(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    await hear(database, subscription)
    await hear(database, subscription, declared(ARRIVAL + timedelta(minutes=5), "dcl_2"))
    assert await told(database) == ["cancellation_scheduled", "cancellation_refused"]
    assert len((await read(database, subscription)).waiting) == 1

"""Customers are told of a card that expires soon and pays something: 30 days before, and 7."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.rows import BusinessRow, SubscriptionMethodRow
from foyer_payments.use_cases.find_next_due import find_next_due
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.warn_of_expiry import warn_of_expiry
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update
from sqlmodel import col

AddCard = Callable[..., Awaitable[PaymentMethod]]
ENDS = datetime(2030, 9, 1, tzinfo=UTC)
"""When the test's cards, of August 2030, work no more."""


async def it_is(database: Database, now: datetime) -> None:
    """On Northwind's clock."""
    async with database.session() as session:
        of_northwind = update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND)
        await session.execute(of_northwind.values(clock_offset=int((now - real_now()).total_seconds())))


async def warnings(database: Database) -> list[tuple[str, int]]:
    """Of which card, and how many days ahead."""
    return [
        (event.subject, event.data["days"])
        for event in await announced(database)
        if event.type == "payment_method.expiring"
    ]


async def test_it_is_told_twice_by_the_business_s_clock(database: Database, add_card: AddCard) -> None:
    card = await add_card()
    for ahead, told in [
        (timedelta(days=31), []),
        (timedelta(days=29), [30]),
        (timedelta(days=8), [30]),
        (timedelta(days=6), [30, 7]),
        (timedelta(days=1), [30, 7]),
    ]:
        await it_is(database, ENDS - ahead)
        await asyncio.gather(*(warn_of_expiry(database) for _ in range(3)))
        assert await warnings(database) == [(card.id, days) for days in told]
    assert (await announced(database))[-1].data["last_day"] == "2030-08-31"


async def test_a_clock_stops_where_it_is_told_by_itself(database: Database, add_card: AddCard) -> None:
    async def next_due(now: datetime) -> datetime | None:
        await it_is(database, now)
        await warn_of_expiry(database)
        async with database.work(an_origin(now=now)) as work:
            return await find_next_due(work)

    assert await next_due(ENDS - timedelta(days=99)) is None
    await add_card()
    await add_card(last4="1111")  # It pays nothing.
    assert await next_due(ENDS - timedelta(days=31)) == ENDS - timedelta(days=30)
    assert await next_due(ENDS - timedelta(days=29)) == ENDS - timedelta(days=7)
    assert await next_due(ENDS - timedelta(days=6)) is None
    await it_is(database, ENDS - timedelta(days=9))
    await add_card(customer_id="cus_late")
    async with database.work(an_origin(now=ENDS - timedelta(days=9))) as work:
        assert await find_next_due(work) == ENDS - timedelta(days=30)  # At once.
    assert await next_due(ENDS + timedelta(days=1)) is None


async def test_added_late_it_is_told_once_and_expired_never(database: Database, add_card: AddCard) -> None:
    card = await add_card()
    await it_is(database, ENDS - timedelta(days=2))
    assert [await warn_of_expiry(database) for _ in range(2)] == [1, 0]
    assert await warnings(database) == [(card.id, 7)]
    await it_is(database, ENDS + timedelta(minutes=1))
    await add_card(customer_id="cus_other")
    assert await warn_of_expiry(database) == 0


async def test_only_what_pays_something_is_told_of(
    database: Database, add_card: AddCard, tell_subscription: Callable[..., Awaitable[None]]
) -> None:
    default, chosen, gone, _ = [await add_card(last4=last4) for last4 in ("1111", "2222", "3333", "4444")]
    for method in (chosen, gone):
        await tell_subscription(f"sub_{method.last4}")
    async with database.session() as session:
        for method in (chosen, gone):
            session.add(
                SubscriptionMethodRow(
                    subscription_id=f"sub_{method.last4}",
                    business_id=NORTHWIND,
                    customer_id=ADA,
                    payment_method_id=method.id,
                )
            )
    async with database.work(an_origin()) as work:
        await remove_payment_method(work, gone.id)
    await it_is(database, ENDS - timedelta(days=20))
    await warn_of_expiry(database)
    assert sorted(await warnings(database)) == sorted([(default.id, 30), (chosen.id, 30)])


@pytest.mark.parametrize(
    ("month", "last_day"),
    [((2030, 2), date(2030, 2, 28)), ((2032, 2), date(2032, 2, 29)), ((2030, 12), date(2030, 12, 31))],
)
def test_a_card_works_until_the_last_day_of_its_month(month: tuple[int, int], last_day: date) -> None:
    assert Expiry(*month).last_day == last_day


@pytest.mark.parametrize(
    ("left", "warned", "due"),
    [
        (timedelta(days=30, seconds=1), None, None),
        (timedelta(days=30), None, 30),
        (timedelta(days=30), 30, None),
        (timedelta(days=7), 30, 7),
        (timedelta(days=7), None, 7),
        (timedelta(seconds=1), 7, None),
        (timedelta(), None, None),
    ],
)
def test_of_the_warnings_the_latest_is_due(left: timedelta, warned: int | None, due: int | None) -> None:
    assert Expiry(2030, 8).warning_due(warned, ENDS - left) == due

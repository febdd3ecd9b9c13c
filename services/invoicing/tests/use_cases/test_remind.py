"""The job that reminds of invoices."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.collecting import Collectings
from foyer_invoicing.storage.rows import BusinessRow, InvoiceRow
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.remind_before_due_dates import remind_before_due_dates
from foyer_invoicing.use_cases.set_dunning import set_dunning
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

# The invoices of NOW are due on 24 March. A day begins at Northwind an hour before it does in UTC.
THREE_DAYS_AHEAD = datetime(2026, 3, 20, 23, 0, tzinfo=UTC)
OVERDUE = datetime(2026, 3, 24, 23, 0, tzinfo=UTC)
SEVEN_DAYS_AFTER = datetime(2026, 3, 30, 22, 0, tzinfo=UTC)


async def test_before_and_after_the_due_date_each_once(
    database: Database, an_order: AnOrder, stored: Stored
) -> None:
    order = await an_order()
    untouched = await stored()
    assert await dun_everywhere(database, now=THREE_DAYS_AHEAD.replace(hour=22)) == 0
    assert await stored() == untouched
    assert await dun_everywhere(database, now=THREE_DAYS_AHEAD) == 1
    assert await dun_everywhere(database, now=THREE_DAYS_AHEAD) == 0
    await dun_everywhere(database, now=OVERDUE)
    assert await dun_everywhere(database, now=SEVEN_DAYS_AFTER.replace(hour=21)) == 0
    assert await dun_everywhere(database, now=SEVEN_DAYS_AFTER) == 1
    assert await dun_everywhere(database, now=SEVEN_DAYS_AFTER) == 0
    soon, overdue, again = await announced(database)
    assert [(event.type, event.subjectversion) for event in (soon, overdue, again)] == [
        ("invoice.due_soon", 2),
        ("invoice.overdue", 3),
        ("invoice.reminder_due", 4),
    ]
    assert (soon.subject, soon.customerid, soon.businesstime) == (
        order.invoice_id,
        order.customer_id,
        THREE_DAYS_AHEAD,
    )
    assert again.data["days_overdue"] == 7
    assert again.data["invoice"]["open"] == {"amount": 2420, "currency": "EUR"}


async def test_a_debit_that_was_announced_is_waited_for(database: Database, an_order: AnOrder) -> None:
    order = await an_order()
    await dun_everywhere(database, now=OVERDUE)
    async with database.work(an_origin()) as work:
        await Collectings(work.session).note_collection(
            work.scope, "pay_1", order.invoice_id, SEVEN_DAYS_AFTER + timedelta(days=3)
        )
    assert await dun_everywhere(database, now=SEVEN_DAYS_AFTER) == 0
    async with database.work(an_origin()) as work:
        await Collectings(work.session).note_charge(work.scope, "pay_1", order.invoice_id, settled=True)
    assert await dun_everywhere(database, now=SEVEN_DAYS_AFTER + timedelta(days=4)) == 1
    assert (await announced(database))[-1].type == "invoice.reminder_due"


async def test_a_stop_over_both_days_makes_one_message(database: Database, an_order: AnOrder) -> None:
    await an_order()
    late = datetime(2026, 5, 1, tzinfo=UTC)
    assert await dun_everywhere(database, now=late) == 1
    assert await dun_everywhere(database, now=late) == 0
    assert [event.type for event in await announced(database)] == ["invoice.overdue"]


async def test_two_jobs_at_once_remind_once(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    for _ in range(6):
        await an_order(ada)
    several = await asyncio.gather(*(dun_everywhere(database, now=THREE_DAYS_AHEAD) for _ in range(4)))
    assert sum(several) == 6
    events = await announced(database)
    assert len(events) == 6
    assert len({event.subject for event in events}) == 6


async def test_in_batches(database: Database, a_customer: ACustomer, an_order: AnOrder) -> None:
    ada = await a_customer()
    for _ in range(3):
        await an_order(ada)
    batches = []
    for _ in range(3):
        async with database.work(an_origin(now=THREE_DAYS_AHEAD)) as work:
            batches.append(await remind_before_due_dates(work, limit=2))
    assert batches == [2, 1, 0]


async def test_each_business_has_its_own_midnight_and_wishes(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    await an_order(await a_customer())
    theirs = await an_order(await a_customer(business_id=CONTOSO))
    async with database.work(an_origin(CONTOSO)) as work:
        await set_dunning(work, replace(USUAL_DUNNING, remind_before_days=5))
    assert await dun_everywhere(database, now=datetime(2026, 3, 18, 23, 59, tzinfo=UTC)) == 0
    assert await dun_everywhere(database, now=datetime(2026, 3, 19, 0, 0, tzinfo=UTC)) == 1
    assert [event.subject for event in await announced(database)] == [theirs.invoice_id]


@pytest.mark.parametrize("why", ["paid", "off", "importing", "automatic", "short terms"])
async def test_who_is_not_reminded(database: Database, an_order: AnOrder, stored: Stored, why: str) -> None:
    terms: dict[str, dict[str, Any]] = {
        "automatic": {"collection": Collection.AUTOMATIC},
        "short terms": {"due_days": 3},
    }
    order = await an_order(**terms.get(why, {}))
    async with database.work(an_origin()) as work:
        match why:
            case "paid":
                await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
            case "off":
                silent = replace(USUAL_DUNNING, remind_before_days=None, remind_after_days=None)
                await set_dunning(work, silent)
            case "importing":
                await work.session.execute(update(BusinessRow).values(importing=True))
    before = await stored()
    now = NOW if why == "short terms" else THREE_DAYS_AHEAD
    assert await dun_everywhere(database, now=now) == 0
    assert await stored() == before


async def test_the_business_s_own_terms_hold_for_what_has_none(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    async with database.work(an_origin()) as work:
        await set_dunning(work, replace(USUAL_DUNNING, due_days=30))
    await an_order(ada)
    await an_order(ada, due_days=1)
    async with database.session() as session:
        due = await session.execute(InvoiceRow.__table__.select())  # type: ignore[attr-defined]
        assert sorted((row.due_on - row.issued_on).days for row in due) == [1, 30]

"""The job that marks invoices overdue."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest_asyncio
import structlog
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.dunning_settings import USUAL_DUNNING
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.rows import BusinessRow, InvoiceRow
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.set_dunning import set_dunning
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import select, update
from sqlmodel import col

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

# The invoices of NOW are due on 24 March, which ends at Northwind an hour before it does in UTC.
DUE_DAY_ENDS = datetime(2026, 3, 24, 23, 0, tzinfo=UTC)
LAST_SECOND = datetime(2026, 3, 24, 22, 59, 59, tzinfo=UTC)


@pytest_asyncio.fixture(autouse=True)
async def _nobody_is_reminded_before(database: Database) -> None:
    for business_id in (NORTHWIND, CONTOSO):
        async with database.work(an_origin(business_id)) as work:
            await set_dunning(work, replace(USUAL_DUNNING, remind_before_days=None))


async def test_it_is_marked_and_announced_once_when_the_day_is_over_at_the_business(
    database: Database, an_order: AnOrder, stored: Stored
) -> None:
    order = await an_order()
    untouched = await stored()
    assert await dun_everywhere(database, now=LAST_SECOND) == 0
    assert await stored() == untouched
    assert await dun_everywhere(database, now=DUE_DAY_ENDS) == 1
    marked = await stored()
    assert await dun_everywhere(database, now=DUE_DAY_ENDS) == 0
    assert await stored() == marked
    async with database.work(an_origin()) as work:
        invoice = (await read_invoice(work, order.invoice_id)).invoice
    assert (invoice.overdue_at, invoice.version) == (DUE_DAY_ENDS, 2)
    (envelope,) = await announced(database)
    assert (envelope.type, envelope.subject, envelope.subjectversion) == ("invoice.overdue", invoice.id, 2)
    assert (envelope.businessid, envelope.customerid) == (NORTHWIND, order.customer_id)
    assert envelope.businesstime == DUE_DAY_ENDS
    assert envelope.data["invoice"]["open"] == {"amount": 2420, "currency": "EUR"}


async def test_each_business_has_its_own_midnight(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    await an_order(await a_customer())
    await an_order(await a_customer(business_id=CONTOSO))
    await dun_everywhere(database, now=DUE_DAY_ENDS)
    assert [event.businessid for event in await announced(database)] == [NORTHWIND]
    await dun_everywhere(database, now=datetime(2026, 3, 25, tzinfo=UTC))
    assert [event.businessid for event in await announced(database)] == [NORTHWIND, CONTOSO]


async def test_what_is_paid_never_becomes_overdue(
    database: Database, an_order: AnOrder, stored: Stored
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
    before = await stored()
    assert await dun_everywhere(database, now=DUE_DAY_ENDS) == 0
    assert await stored() == before


async def test_a_business_that_is_being_imported_is_left_alone(
    database: Database, an_order: AnOrder, stored: Stored
) -> None:
    await an_order()
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(importing=True))
    before = await stored()
    assert await dun_everywhere(database, now=DUE_DAY_ENDS) == 0
    assert await stored() == before


async def test_they_are_marked_in_batches_the_longest_due_first(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    orders = [await an_order(ada, due_days=days) for days in (3, 1, 2)]
    batches = []
    for _ in range(3):
        async with database.work(an_origin(now=DUE_DAY_ENDS)) as work:
            batches.append(await mark_overdue_invoices(work, limit=2))
    assert batches == [2, 1, 0]
    longest_first = [orders[1].invoice_id, orders[2].invoice_id, orders[0].invoice_id]
    assert [event.subject for event in await announced(database)] == longest_first


async def test_two_workers_share_the_work(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    for _ in range(6):
        await an_order(ada, now=NOW)
    both = (dun_everywhere(database, now=DUE_DAY_ENDS) for _ in range(2))
    assert sum(await asyncio.gather(*both)) == 6
    assert len({event.subject for event in await announced(database)}) == 6
    assert len(await announced(database)) == 6


async def test_a_row_that_cannot_be_read_does_not_hold_up_other_businesses(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    bad, good = await an_order(await a_customer(business_id=CONTOSO)), await an_order()
    async with database.session() as session:
        of_bad = col(InvoiceRow.id) == bad.invoice_id
        await session.execute(update(InvoiceRow).where(of_bad).values(currency="ZZZ"))
    now = datetime(2026, 3, 25, tzinfo=UTC)
    with structlog.testing.capture_logs() as lines:
        assert await dun_everywhere(database, now=now) == 1
        assert await dun_everywhere(database, now=now) == 0
    assert [(line["event"], line["business_id"], line["error"]) for line in lines] == [
        ("dunning_failed", CONTOSO, "UnknownCurrency")
    ] * 2
    assert "ZZZ" not in str(lines)
    async with database.session() as session:
        stored = await session.execute(select(col(InvoiceRow.id), col(InvoiceRow.overdue_at)))
        assert dict(list(stored)) == {bad.invoice_id: None, good.invoice_id: now}
    assert [event.subject for event in await announced(database)] == [good.invoice_id]


async def test_each_business_goes_by_its_own_clock(
    database: Database, a_customer: ACustomer, an_order: AnOrder
) -> None:
    await an_order(await a_customer())
    await an_order(await a_customer(business_id=CONTOSO))
    ahead = int((DUE_DAY_ENDS - NOW).total_seconds())
    for offset, marked in ((ahead - 1, 0), (ahead, 1)):
        async with database.session() as session:
            of_northwind = update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND)
            await session.execute(of_northwind.values(clock_offset=offset))
        assert await dun_everywhere(database, now=NOW) == marked
    (event,) = await announced(database)
    assert (event.businessid, event.businesstime) == (NORTHWIND, DUE_DAY_ENDS)

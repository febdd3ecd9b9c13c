"""What the portal is told to stop at when it moves a clock: whatever a job then finds to do."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.storage.rows import BusinessRow, CollectingRow
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.find_next_due import find_next_due
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
NextDue = Callable[..., Awaitable[datetime | None]]
A_SECOND = timedelta(seconds=1)


@pytest.fixture
def next_due(database: Database) -> NextDue:
    """What is answered for a business."""

    async def read(business_id: str = NORTHWIND) -> datetime | None:
        async with database.work(an_origin(business_id)) as work:
            return await find_next_due(work)

    return read


async def test_it_is_each_day_of_an_invoice_in_turn(
    database: Database, a_customer: ACustomer, an_order: AnOrder, next_due: NextDue
) -> None:
    await an_order(await a_customer())
    # Due on 24 March: three days before, the day after, seven days after, when summer time has begun.
    days = [datetime(2026, 3, day, hour, tzinfo=UTC) for day, hour in ((20, 23), (24, 23), (30, 22))]
    for due in days:
        assert await next_due() == due
        for now, done in ((due - A_SECOND, 0), (due, 1)):
            assert await dun_everywhere(database, now=now) == done
    assert await next_due() is None
    told = [event.type for event in await announced(database)]
    assert told == ["invoice.due_soon", "invoice.overdue", "invoice.reminder_due"]


async def test_short_terms_have_no_reminder_before(
    a_customer: ACustomer, an_order: AnOrder, next_due: NextDue
) -> None:
    await an_order(await a_customer(), due_days=2)
    assert await next_due() == datetime(2026, 3, 12, 23, tzinfo=UTC)


async def test_nothing_is_due_at_others_or_while_a_business_is_imported(
    database: Database, a_customer: ACustomer, an_order: AnOrder, next_due: NextDue
) -> None:
    assert await next_due() is None
    await an_order(await a_customer())
    assert await next_due()
    assert (await next_due(CONTOSO), await next_due("biz_unknown")) == (None, None)
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(importing=True))
    assert await next_due() is None


@pytest.mark.parametrize("ahead", [timedelta(days=-1), timedelta(days=1)])
async def test_a_charge_has_its_time(
    database: Database, a_customer: ACustomer, an_order: AnOrder, next_due: NextDue, ahead: timedelta
) -> None:
    order = await an_order(await a_customer())
    async with database.session() as session:
        session.add(
            CollectingRow(
                invoice_id=order.invoice_id,
                business_id=NORTHWIND,
                customer_id=order.customer_id,
                attempt=1,
                next_step="ask",
                next_at=NOW + ahead,
            )
        )
    assert await next_due() == NOW + ahead
    assert await dun_everywhere(database, now=NOW + ahead - A_SECOND) == 0
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(clock_offset=1))
    assert await dun_everywhere(database, now=NOW + ahead - A_SECOND) == 1
    (event,) = await announced(database)
    assert (event.type, event.businesstime) == ("invoice.payment_due", NOW + ahead)
    assert await next_due() == datetime(2026, 3, 20, 23, tzinfo=UTC)

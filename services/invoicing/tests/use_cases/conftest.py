"""What the tests of collection cases start from."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.collection_settings import USUAL_COLLECTION, CaseOpening
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import SaleLine
from foyer_invoicing.domain.tax import TaxClass
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.open_collection_case import open_collection_case
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.set_collection import set_collection
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin

# The invoices of NOW are due on 24 March; the first case is opened on 7 April.
OPENED = datetime(2026, 4, 7, 10, tzinfo=UTC)


@pytest.fixture
def collects(database: Database) -> Callable[..., Awaitable[None]]:
    """Northwind opens cases by itself, takes them on every 14 days and offers plans, unless told."""

    async def make(**changes: Any) -> None:
        usual: dict[str, Any] = {"opening": CaseOpening.AUTOMATIC, "plans_offered": True}
        async with database.work(an_origin()) as work:
            await set_collection(work, replace(USUAL_COLLECTION, **usual | changes))

    return make


@pytest.fixture
def an_overdue_order(
    database: Database,
    an_order: Callable[..., Awaitable[Order]],
    a_customer: Callable[..., Awaitable[Customer]],
    a_sale_line: Callable[..., SaleLine],
) -> Callable[..., Awaitable[Order]]:
    """Places an order over €1,000.00 for a customer with these details, whose invoice becomes overdue."""

    async def make(*, terms: dict[str, Any] | None = None, **details: Any) -> Order:
        lines = [a_sale_line(quantity=1, unit_amount=Money(100_000, "EUR"), tax_class=TaxClass.EXEMPT)]
        order = await an_order(await a_customer(**details), lines=lines, **terms or {})
        await dun_everywhere(database, now=OPENED - timedelta(days=13))
        async with database.session() as session:
            await session.execute(database.tables.outbox.delete())
        return order

    return make


@pytest.fixture
def a_case(
    database: Database,
    collects: Callable[..., Awaitable[None]],
    an_overdue_order: Callable[..., Awaitable[Order]],
) -> Callable[..., Awaitable[CaseFile]]:
    """Opens a case over €1,000.00 by staff on 7 April, for such a customer; forgets the events."""

    async def make(*, settings: dict[str, Any] | None = None, **details: Any) -> CaseFile:
        await collects(**settings or {})
        order = await an_overdue_order(**details)
        async with database.work(an_origin(now=OPENED)) as work:
            file = await open_collection_case(work, order.invoice_id)
        async with database.session() as session:
            await session.execute(database.tables.outbox.delete())
        return file

    return make

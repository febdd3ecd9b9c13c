"""Orders to their end: fulfilled, canceled, refunded."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import (
    Order,
    OrderIsCanceled,
    OrderIsRefunded,
    OrderNotFound,
    OrderNotPaid,
    OrderPaidAlready,
    OrderStatus,
)
from foyer_invoicing.domain.void_invoice import InvoiceTouched
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.cancel_order import cancel_order
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.fulfill_order import fulfill_order
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]
LATER = NOW + timedelta(days=1)


@pytest.fixture
def pay(database: Database) -> Callable[..., Awaitable[None]]:
    """Records money for an order's invoice: all of it, unless told."""

    async def record(order: Order, amount: int = 2420) -> None:
        async with database.work(an_origin()) as work:
            await record_payment(work, order.invoice_id, amount=Money(amount, "EUR"))

    return record


async def refused(
    database: Database, command: Any, order: Order, error: type[FoyerError], *, business: str = NORTHWIND
) -> None:
    """Runs a command that is refused."""
    with pytest.raises(error):
        async with database.work(an_origin(business)) as work:
            await command(work, order.id)


async def kept(database: Database, order: Order) -> Order:
    """The order as it is stored."""
    async with database.work(an_origin()) as work:
        return (await Orders(work.session).get_with_lines(work.scope, order.id))[0]


async def told(database: Database) -> list[tuple[str, int]]:
    """What was told of orders, with their versions."""
    events = await announced(database)
    return [(event.type, event.subjectversion) for event in events if event.type.startswith("order.")]


async def test_a_paid_order_is_fulfilled_once(
    database: Database, an_order: AnOrder, pay: Any, stored: Stored
) -> None:
    order = await an_order()
    await refused(database, fulfill_order, order, OrderNotPaid)
    await pay(order)
    for _ in range(2):
        async with database.work(an_origin(now=LATER)) as work:
            fulfilled, lines = await fulfill_order(work, order.id)
        assert (fulfilled.status, fulfilled.paid_at, fulfilled.fulfilled_at, len(lines)) == (
            OrderStatus.FULFILLED,
            NOW,
            LATER,
            1,
        )
    assert fulfilled == await kept(database, order)
    assert (await told(database))[-2:] == [("order.paid", 2), ("order.fulfilled", 3)]
    before = await stored()
    await refused(database, cancel_order, order, OrderPaidAlready)
    assert await stored() == before


@pytest.mark.parametrize("by_its_invoice", [False, True])
async def test_an_unpaid_order_is_canceled_with_its_invoice(
    database: Database, an_order: AnOrder, by_its_invoice: bool
) -> None:
    order = await an_order()
    async with database.work(an_origin(now=LATER)) as work:
        if by_its_invoice:
            await void_invoice(work, order.invoice_id)
        else:
            await cancel_order(work, order.id)
    async with database.work(an_origin()) as work:
        canceled, _ = await cancel_order(work, order.id)
    assert (canceled.status, canceled.canceled_at) == (OrderStatus.CANCELED, LATER)
    events = [event.type for event in await announced(database)]
    assert events[-2:] == ["invoice.voided", "order.canceled"]
    await refused(database, fulfill_order, order, OrderIsCanceled)


async def test_one_that_is_credited_unpaid_is_canceled_and_one_that_was_paid_is_refunded(
    database: Database,
    a_customer: Callable[..., Awaitable[Customer]],
    an_order: AnOrder,
    pay: Any,
) -> None:
    ada = await a_customer()
    unpaid, paid = await an_order(ada), await an_order(ada)
    await pay(paid)
    async with database.work(an_origin()) as work:
        await fulfill_order(work, paid.id)
    for order in (unpaid, paid):
        async with database.work(an_origin(now=LATER)) as work:
            await credit_invoice(work, order.invoice_id)
    first, second = await kept(database, unpaid), await kept(database, paid)
    assert (first.status, first.canceled_at, first.refunded_at) == (OrderStatus.CANCELED, LATER, None)
    assert (second.status, second.canceled_at, second.refunded_at) == (OrderStatus.REFUNDED, None, LATER)
    assert (await told(database))[-2:] == [("order.canceled", 2), ("order.refunded", 4)]
    await refused(database, fulfill_order, paid, OrderIsRefunded)
    await refused(database, cancel_order, paid, OrderIsRefunded)


async def test_one_that_is_paid_in_part_is_not_canceled(
    database: Database, an_order: AnOrder, pay: Any, stored: Stored
) -> None:
    order = await an_order()
    await pay(order, 1000)
    before = await stored()
    await refused(database, cancel_order, order, InvoiceTouched)
    assert await stored() == before


async def test_another_business_s_order_is_not_found(
    database: Database, an_order: AnOrder, stored: Stored
) -> None:
    order = await an_order()
    before = await stored()
    await refused(database, cancel_order, order, OrderNotFound, business=CONTOSO)
    await refused(database, fulfill_order, order, OrderNotFound, business=CONTOSO)
    assert await stored() == before

"""What was granted by an order, as the dispatcher hands it in."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.sale import Sale, SaleLine, Shipping
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.money import Money
from foyer_shared.contracts.entitlements import EntitlementData, EntitlementGranted
from foyer_shared.contracts.payments import PaymentReversed, PaymentSucceeded
from foyer_shared.messaging.transport import Done
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced


def granted(order: Order, *products: str, again: bool = False) -> EntitlementGranted:
    """The last of these products' grants."""
    entitlement = EntitlementData(
        grant_id="grant_1",
        entitlement_id="ent_1",
        product_id=products[-1],
        customer_id=order.customer_id,
        kind="link",
        name="Course",
        order_id=order.id,
    )
    return EntitlementGranted(entitlement=entitlement, granted_products=products, again=again)


@pytest.fixture
def status(database: Database) -> Callable[[Order], Awaitable[OrderStatus]]:
    """Where an order stands."""

    async def read(order: Order) -> OrderStatus:
        async with database.work(an_origin()) as work:
            return (await Orders(work.session).get_with_lines(work.scope, order.id))[0].status

    return read


async def test_an_order_of_which_every_line_is_granted_is_fulfilled_once(
    database: Database,
    deliver: Any,
    an_order: Any,
    a_sale_line: Callable[..., SaleLine],
    a_product: Any,
    status: Any,
) -> None:
    products = [await a_product(product_id) for product_id in ("prod_1", "prod_2")]
    order = await an_order(lines=[a_sale_line(product_id=product_id) for product_id in products])
    await deliver(granted(order, "prod_1", "prod_2"))
    assert await status(order) is OrderStatus.PLACED
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=order.totals.total)
    assert await deliver(granted(order, "prod_1")) == Done()
    assert await status(order) is OrderStatus.PAID
    for _ in range(2):
        assert await deliver(granted(order, "prod_1", "prod_2")) == Done()
    assert await status(order) is OrderStatus.FULFILLED
    told = [event for event in await announced(database) if event.type == "order.fulfilled"]
    assert [(event.subjectversion, event.data["by"]) for event in told] == [(3, "entitlements")]


async def test_goods_wait_for_the_business_s_hand(
    database: Database,
    deliver: Any,
    an_order: Any,
    a_sale_line: Callable[..., SaleLine],
    a_product: Any,
    status: Any,
) -> None:
    order = await an_order(lines=[a_sale_line(product_id=await a_product()), a_sale_line()])
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=order.totals.total)
    await deliver(granted(order, "prod_1"))
    assert await status(order) is OrderStatus.PAID


async def test_what_is_shipped_waits_for_the_business_s_hand(
    database: Database, deliver: Any, an_order: Any, a_sale_line: Any, a_product: Any, status: Any
) -> None:
    shipping = Shipping(label="Parcel", amount=Money(500, "EUR"))
    order = await an_order(sale=Sale((a_sale_line(product_id=await a_product()),), shipping=shipping))
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=order.totals.total)
    await deliver(granted(order, "prod_1"))
    assert await status(order) is OrderStatus.PAID


async def test_money_that_is_taken_back_leaves_it_unpaid_until_it_is_paid_again(
    deliver: Any,
    an_order: Any,
    a_customer: Callable[..., Awaitable[Customer]],
    a_sale_line: Callable[..., SaleLine],
    a_card_payment: Any,
    a_product: Any,
    status: Any,
) -> None:
    ada = await a_customer()
    order = await an_order(ada, lines=[a_sale_line(product_id=await a_product())])
    first, second = (a_card_payment(pay, ada.id, {order.invoice_id: 2420}) for pay in ("pay_1", "pay_2"))
    await deliver(PaymentSucceeded(payment=first))
    await deliver(granted(order, "prod_1"))
    await deliver(PaymentReversed(payment=first, reversal_id="rev_1", amount=first.amount, code="MD06"))
    assert await status(order) is OrderStatus.PLACED
    await deliver(PaymentSucceeded(payment=second))
    assert await status(order) is OrderStatus.FULFILLED
    await deliver(granted(order, "prod_1", again=True))
    assert await status(order) is OrderStatus.FULFILLED

"""Money from outside."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.invoice import InvoiceNotFound, InvoiceStatus
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.payment import Payment, PaymentAboveOpen, PaymentInFuture
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.read_invoice import read_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


async def test_all_of_it_pays_the_invoice_and_its_order(database: Database, an_order: AnOrder) -> None:
    order = await an_order()
    yesterday = NOW - timedelta(days=1)
    async with database.work(an_origin()) as work:
        payment, settled = await record_payment(
            work, order.invoice_id, amount=Money(2420, "EUR"), paid_at=yesterday, reference="NL91 Ada"
        )
    assert payment == Payment(
        id=payment.id, amount=Money(2420, "EUR"), paid_at=yesterday, reference="NL91 Ada"
    )
    async with database.work(an_origin()) as work:
        whole = await read_invoice(work, order.invoice_id)
        invoice, payments = whole.invoice, whole.payments
        paid_order, _ = await Orders(work.session).get_with_lines(work.scope, order.id)
    assert invoice == settled
    assert payments == (payment,)
    assert (invoice.status, invoice.open, invoice.paid_at, invoice.version) == (
        InvoiceStatus.PAID,
        Money(0, "EUR"),
        yesterday,
        2,
    )
    assert (paid_order.status, paid_order.version) == (OrderStatus.PAID, 2)
    paid, order_paid = await announced(database)
    assert (paid.type, paid.subject, paid.subjectversion) == ("invoice.paid", invoice.id, 2)
    assert (paid.customerid, paid.data["collection"]) == (order.customer_id, "invoice")
    assert paid.data["invoice"]["open"] == {"amount": 0, "currency": "EUR"}
    assert (order_paid.type, order_paid.subject, order_paid.subjectversion) == ("order.paid", order.id, 2)
    assert order_paid.customerid == order.customer_id
    assert order_paid.data["order"]["lines"] == [
        {"line": 1, "description": "Desk lamp", "quantity": 2, "product_id": None, "shipping": False}
    ]


async def test_a_part_leaves_the_rest_open(database: Database, an_order: AnOrder, booked: Booked) -> None:
    order = await an_order()
    for part in (2000, 400):
        async with database.work(an_origin()) as work:
            await record_payment(work, order.invoice_id, amount=Money(part, "EUR"))
    async with database.work(an_origin()) as work:
        whole = await read_invoice(work, order.invoice_id)
        invoice, payments = whole.invoice, whole.payments
        unpaid_order, _ = await Orders(work.session).get_with_lines(work.scope, order.id)
    assert (invoice.status, invoice.open, invoice.version) == (InvoiceStatus.OPEN, Money(20, "EUR"), 3)
    assert [(payment.amount.amount, payment.paid_at) for payment in payments] == [(2000, NOW), (400, NOW)]
    assert unpaid_order == order
    assert [(event.type, event.subjectversion) for event in await announced(database)] == [
        ("invoice.balance_changed", 2),
        ("invoice.balance_changed", 3),
    ]
    assert await booked() == [
        ("invoice_finalized", {"receivable": 2420, "revenue": -2000, "tax": -420}),
        ("payment_received", {"cash": 2000, "receivable": -2000}),
        ("payment_received", {"cash": 400, "receivable": -400}),
    ]


@pytest.mark.parametrize(
    ("business_id", "amount", "paid_in", "refusal"),
    [
        (NORTHWIND, 2421, timedelta(0), PaymentAboveOpen),
        (NORTHWIND, 2420, timedelta(minutes=1), PaymentInFuture),
        (CONTOSO, 2420, timedelta(0), InvoiceNotFound),
    ],
)
async def test_a_refused_payment_changes_nothing(
    database: Database,
    an_order: AnOrder,
    stored: Stored,
    business_id: str,
    amount: int,
    paid_in: timedelta,
    refusal: type[FoyerError],
) -> None:
    order = await an_order()
    before = await stored()
    with pytest.raises(refusal):
        async with database.work(an_origin(business_id)) as work:
            await record_payment(work, order.invoice_id, amount=Money(amount, "EUR"), paid_at=NOW + paid_in)
    assert await stored() == before


async def test_of_two_at_once_for_the_whole_one_is_taken(database: Database, an_order: AnOrder) -> None:
    order = await an_order()

    async def pay() -> None:
        async with database.work(an_origin()) as work:
            await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))

    outcomes = await asyncio.gather(pay(), pay(), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["InvoiceAlreadyPaid", "NoneType"]
    async with database.work(an_origin()) as work:
        payments = (await read_invoice(work, order.invoice_id)).payments
    assert len(payments) == 1
    assert [event.type for event in await announced(database)] == ["invoice.paid", "order.paid"]

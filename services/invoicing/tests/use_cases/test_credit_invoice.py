"""What a business gives back of an invoice."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from foyer_invoicing.domain.credit_note import CreditNote, CreditTo
from foyer_invoicing.domain.credit_refusals import (
    CreditAboveRest,
    CreditAmountAndLines,
    CreditCurrencyDiffers,
    NothingToCredit,
)
from foyer_invoicing.domain.creditable import LineToCredit
from foyer_invoicing.domain.invoice import Invoice, InvoiceNotFound, InvoiceStatus, ShownStatus
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.payment import InvoiceVoid
from foyer_invoicing.domain.sale import SaleLine
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.credit_notes import CreditNotes
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

AnOrder = Callable[..., Awaitable[Order]]
Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


def euros(amount: int) -> Money:
    """Cents."""
    return Money(amount, "EUR")


@pytest.fixture
def pay(database: Database) -> Callable[[Order, int], Awaitable[None]]:
    """Records money for an order's invoice, by bank transfer."""

    async def record(order: Order, amount: int) -> None:
        async with database.work(an_origin()) as work:
            await record_payment(work, order.invoice_id, amount=euros(amount))

    return record


@pytest.fixture
def credit(database: Database) -> Callable[..., Awaitable[CreditNote]]:
    """Gives back of an order's invoice."""

    async def give_back(order: Order, *, business_id: str = NORTHWIND, **what: Any) -> CreditNote:
        async with database.work(an_origin(business_id)) as work:
            note, _ = await credit_invoice(work, order.invoice_id, **what)
        return note

    return give_back


@pytest.fixture
def standing(database: Database) -> Callable[[Order], Awaitable[tuple[Invoice, Order, list[Money]]]]:
    """An order's invoice, the order, and its customer's balances."""

    async def read(order: Order) -> tuple[Invoice, Order, list[Money]]:
        async with database.work(an_origin()) as work:
            invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
            now, _ = await Orders(work.session).get_with_lines(work.scope, order.id)
            return invoice, now, await Balances(work.session).list_of(work.scope, order.customer_id)

    return read


async def test_all_of_an_unpaid_invoice_is_not_owed_any_more(
    database: Database, an_order: AnOrder, credit: Any, standing: Any, booked: Booked
) -> None:
    order = await an_order()
    note = await credit(order, reason="Out of stock")
    assert note == CreditNote(
        id=note.id,
        business_id=NORTHWIND,
        customer_id=order.customer_id,
        number="NW-CN-2026-00001",
        invoice_id=order.invoice_id,
        invoice_number="NW-2026-00001",
        totals=order.totals,
        reason="Out of stock",
        settled=euros(2420),
        to_balance=euros(0),
        refunds=(),
        issued_on=date(2026, 3, 10),
        issued_at=NOW,
    )
    async with database.work(an_origin()) as work:
        stored, (line,) = await CreditNotes(work.session).get_with_lines(work.scope, note.id)
    assert (stored, line.line.of_line, line.line.quantity) == (note, 1, 2)
    invoice, now, balances = await standing(order)
    assert (invoice.status, invoice.shown_status) == (InvoiceStatus.VOID, ShownStatus.VOID)
    assert (invoice.open, invoice.credited, invoice.version) == (euros(0), euros(2420), 2)
    assert (now.status, now.version, balances) == (OrderStatus.CANCELED, 2, [])
    issued, voided, canceled = await announced(database)
    told = issued.data["credit_note"]
    assert (issued.type, issued.subject, issued.customerid) == (
        "credit_note.issued",
        note.id,
        order.customer_id,
    )
    assert told["settled"] == {"amount": 2420, "currency": "EUR"}
    assert (told["order_id"], told["refunds"]) == (order.id, [])
    assert (voided.type, voided.subjectversion) == ("invoice.voided", 2)
    assert (canceled.type, canceled.subjectversion) == ("order.canceled", 2)
    assert await booked() == [
        ("invoice_finalized", {"receivable": 2420, "revenue": -2000, "tax": -420}),
        ("credit_note_issued", {"revenue": 2000, "tax": 420, "receivable": -2420}),
    ]


async def test_what_is_still_owed_comes_first_and_the_rest_is_balance(
    database: Database, an_order: AnOrder, pay: Any, credit: Any, standing: Any, booked: Booked
) -> None:
    order = await an_order()
    await pay(order, 2000)
    note = await credit(order, amount=euros(1210), credit_to=CreditTo.REFUND)
    # A transfer cannot be sent back by itself: it becomes balance.
    assert (note.settled, note.to_balance, note.refunds) == (euros(420), euros(790), ())
    invoice, now, balances = await standing(order)
    assert (invoice.status, invoice.shown_status, invoice.open) == (
        InvoiceStatus.PAID,
        ShownStatus.PAID,
        euros(0),
    )
    assert (now.status, balances) == (OrderStatus.PAID, [euros(790)])
    assert [event.type for event in await announced(database)] == [
        "invoice.balance_changed",
        "credit_note.issued",
        "invoice.paid",
        "order.paid",
        "order.refunded",
    ]
    assert (await announced(database))[-1].data["lines"] == []
    assert (await booked())[-1] == (
        "credit_note_issued",
        {"revenue": 1000, "tax": 210, "receivable": -420, "customer_balance": -790},
    )


async def test_lines_are_told_and_all_of_the_rest_with_the_last(
    database: Database, an_order: AnOrder, pay: Any, credit: Any, standing: Any
) -> None:
    order = await an_order()
    await pay(order, 2420)
    first = await credit(order, lines=[LineToCredit(1, 1)])
    assert (first.totals.total, first.to_balance) == (euros(1210), euros(1210))
    last = await credit(order)
    assert (last.number, last.totals.total) == ("NW-CN-2026-00002", euros(1210))
    invoice, now, balances = await standing(order)
    assert (invoice.status, invoice.shown_status) == (InvoiceStatus.PAID, ShownStatus.REFUNDED)
    assert (now.status, balances) == (OrderStatus.REFUNDED, [euros(2420)])
    told = [event.data for event in await announced(database) if event.type == "order.refunded"]
    assert [(data["refund_id"], [line["quantity"] for line in data["lines"]]) for data in told] == [
        (first.id, [1]),
        (last.id, [1]),
    ]
    with pytest.raises(NothingToCredit):
        await credit(order)


async def test_balance_pays_what_the_customer_owes_elsewhere(
    database: Database, an_order: AnOrder, pay: Any, credit: Any, standing: Any, booked: Booked
) -> None:
    paid = await an_order()
    await pay(paid, 2420)
    async with database.work(an_origin()) as work:
        customer = await Customers(work.session).get(work.scope, paid.customer_id)
    owed = await an_order(customer)
    await credit(paid, amount=euros(2000))
    invoice, _, balances = await standing(owed)
    assert (invoice.open, balances) == (euros(420), [])
    await credit(paid)
    invoice, now, balances = await standing(owed)
    assert (invoice.status, now.status, balances) == (InvoiceStatus.PAID, OrderStatus.PAID, [])
    assert [entry for entry in await booked() if entry[0] == "balance_used"] == [
        ("balance_used", {"customer_balance": 2000, "receivable": -2000}),
        ("balance_used", {"customer_balance": 420, "receivable": -420}),
    ]


@pytest.mark.parametrize(
    ("what", "refusal"),
    [
        ({"amount": euros(2421)}, CreditAboveRest),
        ({"amount": Money(1, "USD")}, CreditCurrencyDiffers),
        ({"amount": euros(1), "lines": [LineToCredit(1)]}, CreditAmountAndLines),
        ({"business_id": CONTOSO}, InvoiceNotFound),
    ],
)
async def test_a_refused_credit_note_changes_nothing(
    an_order: AnOrder, credit: Any, stored: Stored, what: dict[str, Any], refusal: type[FoyerError]
) -> None:
    order = await an_order()
    before = await stored()
    with pytest.raises(refusal):
        await credit(order, **what)
    assert await stored() == before


async def test_a_void_invoice_gives_nothing_back(
    database: Database, an_order: AnOrder, credit: Any, stored: Stored
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        await void_invoice(work, order.invoice_id)
    before = await stored()
    with pytest.raises(InvoiceVoid):
        await credit(order)
    assert await stored() == before


async def test_of_two_at_once_only_what_is_there_is_given_back(
    database: Database, an_order: AnOrder, credit: Any, standing: Any, booked: Booked
) -> None:
    order = await an_order()
    outcomes = await asyncio.gather(
        *(credit(order, amount=euros(2000)) for _ in range(3)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "CreditAboveRest",
        "CreditAboveRest",
        "CreditNote",
    ]
    assert [entry[0] for entry in await booked()] == ["invoice_finalized", "credit_note_issued"]


@pytest.mark.parametrize(("currency", "whole"), [("JPY", 2420), ("KWD", 2420)])
async def test_currencies_with_other_decimals_are_given_back_to_the_last_minor_unit(
    an_order: AnOrder,
    a_sale_line: Callable[..., SaleLine],
    credit: Any,
    booked: Booked,
    currency: str,
    whole: int,
) -> None:
    order = await an_order(lines=[a_sale_line(unit_amount=Money(1000, currency))])
    for amount in (1, whole - 2):
        await credit(order, amount=Money(amount, currency))
    last = await credit(order)
    assert (last.totals.total, last.totals.subtotal, last.totals.tax) == (
        Money(1, currency),
        Money(1, currency),
        Money(0, currency),
    )
    revenue = [moved["revenue"] for occasion, moved in await booked() if occasion == "credit_note_issued"]
    assert sum(revenue) == 2000

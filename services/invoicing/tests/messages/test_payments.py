"""What the payments service tells of money, as the dispatcher hands it in."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.invoice import Collection, Invoice, InvoiceStatus, ShownStatus
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.payment import Payment, PaymentStatus
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.customers import Customers
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.storage.payments import Payments
from foyer_invoicing.use_cases.mark_overdue_invoices import mark_overdue_invoices
from foyer_invoicing.use_cases.void_invoice import void_invoice
from foyer_invoicing.use_cases.write_off_invoice import write_off_invoice
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import (
    PaymentFailed,
    PaymentProcessing,
    PaymentReversed,
    PaymentSucceeded,
)
from foyer_shared.messaging.transport import Done, Retry
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NOW, an_origin
from foyer_shared.testing.outbox import announced

AnOrder = Callable[..., Awaitable[Order]]
Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]


@pytest.fixture
def look(database: Database) -> Callable[[str], Awaitable[tuple[Invoice, list[Payment], list[Money]]]]:
    """An invoice, its payments, and its customer's balances."""

    async def read(invoice_id: str) -> tuple[Invoice, list[Payment], list[Money]]:
        async with database.work(an_origin()) as work:
            invoice = await Invoices(work.session).get(work.scope, invoice_id)
            payments = await Payments(work.session).list_of(work.scope, invoice_id)
            return invoice, payments, await Balances(work.session).list_of(work.scope, invoice.customer_id)

    return read


async def test_a_card_payment_under_way_is_shown_until_it_has_succeeded(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    assert await deliver(PaymentProcessing(payment=payment), event_id="evt_1") == Done()
    invoice, (kept,), _ = await look(order.invoice_id)
    assert (invoice.shown_status, invoice.open) == (ShownStatus.PENDING, Money(2420, "EUR"))
    assert (kept.payment_id, kept.status, kept.method) == ("pay_1", PaymentStatus.PROCESSING, "card")
    there = PaymentSucceeded(payment=payment, fee=Amount(amount=55, currency="EUR"))
    assert await deliver(there, event_id="evt_2") == Done()
    assert await deliver(there, event_id="evt_2") == Done()
    # Told again as another event, and what comes late.
    assert await deliver(there, event_id="evt_3") == Done()
    assert await deliver(PaymentProcessing(payment=payment), event_id="evt_4") == Done()
    assert (
        await deliver(PaymentFailed(payment=payment, severity="soft", code="card_declined"), event_id="evt_5")
        == Done()
    )
    invoice, (kept,), balances = await look(order.invoice_id)
    assert (invoice.status, invoice.pending, invoice.open, balances) == (
        InvoiceStatus.PAID,
        False,
        Money(0, "EUR"),
        [],
    )
    assert (kept.status, kept.amount, kept.surplus) == (PaymentStatus.SUCCEEDED, Money(2420, "EUR"), 0)
    told = [(event.type, event.data.get("invoice", {}).get("pending")) for event in await announced(database)]
    assert told == [("invoice.balance_changed", True), ("invoice.paid", False), ("order.paid", None)]
    assert (await booked())[1:] == [
        ("payment_received", {"cash": 2365, "fees": 55, "receivable": -2420}),
    ]


async def test_a_fee_in_another_currency_is_left_out(
    an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    there = PaymentSucceeded(payment=payment, fee=Amount(amount=60, currency="USD"))

    assert await deliver(there, event_id="evt_1") == Done()

    invoice, _, _ = await look(order.invoice_id)
    assert invoice.status is InvoiceStatus.PAID
    assert (await booked())[1:] == [("payment_received", {"cash": 2420, "receivable": -2420})]


async def test_a_try_that_failed_is_kept_with_its_reason(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    await deliver(PaymentProcessing(payment=payment), event_id="evt_1")
    assert (
        await deliver(
            PaymentFailed(payment=payment, severity="soft", code="insufficient_funds"), event_id="evt_2"
        )
        == Done()
    )
    invoice, (kept,), _ = await look(order.invoice_id)
    assert (kept.status, kept.failure_code) == (PaymentStatus.FAILED, "insufficient_funds")
    assert (invoice.shown_status, invoice.overdue_at) == (ShownStatus.UNPAID, None)
    assert [event.type for event in await announced(database)] == ["invoice.balance_changed"] * 2
    assert [entry[0] for entry in await booked()] == ["invoice_finalized"]


async def test_one_payment_pays_several_invoices_and_what_is_more_pays_another(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    first = await an_order()
    async with database.work(an_origin()) as work:
        ada = await Customers(work.session).get(work.scope, first.customer_id)
    second, third = await an_order(ada), await an_order(ada)
    payment = a_card_payment("pay_1", ada.id, {first.invoice_id: 2420, second.invoice_id: 3000})
    assert await deliver(PaymentSucceeded(payment=payment), event_id="evt_1") == Done()
    for order, opened in ((first, 0), (second, 0), (third, 1840)):
        invoice, _, balances = await look(order.invoice_id)
        assert (invoice.open, balances) == (Money(opened, "EUR"), [])
    _, (kept,), _ = await look(second.invoice_id)
    assert (kept.amount, kept.surplus, kept.applied) == (Money(3000, "EUR"), 580, Money(2420, "EUR"))
    *_, received, used = await booked()
    assert received[0] == "payment_received"
    assert (received[1]["cash"], received[1]["customer_balance"]) == (5420, -580)
    assert used == ("balance_used", {"customer_balance": 580, "receivable": -580})


async def test_a_card_payment_comes_before_its_invoice(
    an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any
) -> None:
    order = await an_order()
    early = PaymentSucceeded(payment=a_card_payment("pay_1", order.customer_id, {"inv_unknown": 2420}))
    assert isinstance(await deliver(early, event_id="evt_1"), Retry)
    foreign = PaymentSucceeded(payment=a_card_payment("pay_2", "cus_other", {order.invoice_id: 2420}))
    assert isinstance(await deliver(foreign, event_id="evt_2"), Retry)
    dollars = a_card_payment("pay_3", order.customer_id, {order.invoice_id: 2420}, currency="USD")
    assert isinstance(await deliver(PaymentSucceeded(payment=dollars), event_id="evt_3"), Retry)
    invoice, payments, _ = await look(order.invoice_id)
    assert (invoice.open, invoice.version, payments) == (Money(2420, "EUR"), 1, [])


async def test_money_for_a_void_invoice_becomes_balance(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        await void_invoice(work, order.invoice_id)
    late = PaymentSucceeded(payment=a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420}))
    assert await deliver(late, event_id="evt_1") == Done()
    invoice, _, balances = await look(order.invoice_id)
    assert (invoice.status, balances) == (InvoiceStatus.VOID, [Money(2420, "EUR")])
    assert (await booked())[-1] == ("payment_received", {"cash": 2420, "customer_balance": -2420})


async def test_money_for_an_invoice_that_was_given_up_is_taken(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        await write_off_invoice(work, order.invoice_id)
    invoice, _, _ = await look(order.invoice_id)
    assert (invoice.shown_status, invoice.open, invoice.written_off) == (
        ShownStatus.UNCOLLECTIBLE,
        Money(0, "EUR"),
        Money(2420, "EUR"),
    )
    for amount, status in ((420, InvoiceStatus.UNCOLLECTIBLE), (2000, InvoiceStatus.PAID)):
        payment = a_card_payment(f"pay_{amount}", order.customer_id, {order.invoice_id: amount})
        assert await deliver(PaymentSucceeded(payment=payment), event_id=f"evt_{amount}") == Done()
        invoice, _, _ = await look(order.invoice_id)
        assert invoice.status is status
    assert [event.type for event in await announced(database)] == [
        "invoice.uncollectible",
        "invoice.balance_changed",
        "invoice.paid",
        "order.paid",
    ]
    assert (await booked())[1:] == [
        ("invoice_written_off", {"write_offs": 2420, "receivable": -2420}),
        ("payment_received", {"cash": 420, "write_offs": -420}),
        ("payment_received", {"cash": 2000, "write_offs": -2000}),
    ]


async def test_money_that_is_taken_back_opens_the_invoice_and_its_order_again(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    back = PaymentReversed(payment=payment, reversal_id="rev_1", amount=payment.amount, code="MD06")
    assert isinstance(await deliver(back, event_id="evt_2"), Retry)
    await deliver(PaymentSucceeded(payment=payment), event_id="evt_1")
    assert await deliver(back, event_id="evt_2") == Done()
    assert await deliver(back, event_id="evt_3") == Done()
    invoice, (kept,), _ = await look(order.invoice_id)
    assert (invoice.status, invoice.shown_status, invoice.open, invoice.paid_at) == (
        InvoiceStatus.OPEN,
        ShownStatus.UNPAID,
        Money(2420, "EUR"),
        None,
    )
    assert (kept.status, kept.failure_code, kept.reversed) == (PaymentStatus.REVERSED, "MD06", 2420)
    async with database.work(an_origin()) as work:
        now, _ = await Orders(work.session).get_with_lines(work.scope, order.id)
    assert now.status is OrderStatus.PLACED
    again = PaymentSucceeded(payment=a_card_payment("pay_2", order.customer_id, {order.invoice_id: 2420}))
    await deliver(again, event_id="evt_4")
    assert [(event.type, event.subjectversion) for event in await announced(database)] == [
        ("invoice.paid", 2),
        ("order.paid", 2),
        ("invoice.reopened", 3),
        ("order.payment_reversed", 3),
        ("invoice.paid", 4),
        ("order.paid", 4),
    ]
    assert (await booked())[2] == ("payment_reversed", {"cash": -2420, "receivable": 2420})


# The invoices of NOW are due on 24 March, which ends at Northwind an hour before it does in UTC.
DUE_DAY_ENDS = datetime(2026, 3, 24, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "collection", "shown"),
    [
        (DUE_DAY_ENDS - timedelta(seconds=1), Collection.INVOICE, ShownStatus.UNPAID),
        (DUE_DAY_ENDS, Collection.INVOICE, ShownStatus.OVERDUE),
        (NOW, Collection.AUTOMATIC, ShownStatus.OVERDUE),
    ],
)
async def test_what_is_open_again_is_overdue_after_its_due_date_or_where_it_is_collected(
    database: Database,
    an_order: AnOrder,
    a_card_payment: Any,
    deliver: Any,
    look: Any,
    now: datetime,
    collection: Collection,
    shown: ShownStatus,
) -> None:
    order = await an_order(collection=collection)
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    await deliver(PaymentSucceeded(payment=payment), event_id="evt_1")
    back = PaymentReversed(payment=payment, reversal_id="rev_1", amount=payment.amount, code="MD06")
    assert await deliver(back, event_id="evt_2", now=now) == Done()
    invoice, _, _ = await look(order.invoice_id)
    overdue = shown is ShownStatus.OVERDUE
    assert (invoice.shown_status, invoice.overdue_at) == (shown, now if overdue else None)
    (reopened,) = [event for event in await announced(database) if event.type == "invoice.reopened"]
    assert reopened.data["overdue"] is overdue


async def test_what_is_open_again_before_its_due_date_becomes_overdue_by_the_calendar(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    await deliver(PaymentSucceeded(payment=payment), event_id="evt_1")
    back = PaymentReversed(payment=payment, reversal_id="rev_1", amount=payment.amount, code="MD06")
    await deliver(back, event_id="evt_2")
    async with database.work(an_origin(now=DUE_DAY_ENDS)) as work:
        assert await mark_overdue_invoices(work) == 1
    invoice, _, _ = await look(order.invoice_id)
    assert (invoice.shown_status, invoice.overdue_at) == (ShownStatus.OVERDUE, DUE_DAY_ENDS)


async def test_surplus_that_is_taken_back_opens_again_what_it_had_paid(
    database: Database, an_order: AnOrder, a_card_payment: Any, deliver: Any, look: Any, booked: Booked
) -> None:
    first = await an_order()
    payment = a_card_payment("pay_1", first.customer_id, {first.invoice_id: 3000})
    await deliver(PaymentSucceeded(payment=payment), event_id="evt_1")
    async with database.work(an_origin()) as work:
        ada = await Customers(work.session).get(work.scope, first.customer_id)
    second = await an_order(ada)
    invoice, _, balances = await look(second.invoice_id)
    assert (invoice.open, balances) == (Money(1840, "EUR"), [])
    back = PaymentReversed(payment=payment, reversal_id="rev_1", amount=payment.amount, code="AM04")
    assert await deliver(back, event_id="evt_2") == Done()
    for order in (first, second):
        invoice, _, balances = await look(order.invoice_id)
        assert (invoice.open, balances) == (Money(2420, "EUR"), [])
    assert (await booked())[-2:] == [
        ("payment_reversed", {"cash": -3000, "receivable": 2420, "customer_balance": 580}),
        ("balance_taken_back", {"receivable": 580, "customer_balance": -580}),
    ]


async def test_more_than_was_paid_cannot_be_taken_back(
    an_order: AnOrder,
    a_card_payment: Any,
    deliver: Any,
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
) -> None:
    order = await an_order()
    payment = a_card_payment("pay_1", order.customer_id, {order.invoice_id: 2420})
    await deliver(PaymentSucceeded(payment=payment), event_id="evt_1")
    before = await stored()
    more = Amount(amount=2421, currency="EUR")
    back = PaymentReversed(payment=payment, reversal_id="rev_1", amount=more, code="MD06")
    assert isinstance(await deliver(back, event_id="evt_2"), Retry)
    assert await stored() == before

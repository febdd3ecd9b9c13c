"""What customers have to their credit."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_invoicing.domain.balance import (
    AdjustmentKind,
    AdjustmentOfNothing,
    AdjustmentTooLarge,
    BalanceTooLow,
)
from foyer_invoicing.domain.credit_note import CreditTo
from foyer_invoicing.domain.credit_refusals import NothingToCredit
from foyer_invoicing.domain.customer import Customer, CustomerNotFound
from foyer_invoicing.domain.invoice import InvoiceStatus
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.sale import Sale, SaleLine
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.use_cases.adjust_balance import adjust_balance
from foyer_invoicing.use_cases.credit_invoice import credit_invoice
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.record_customer_payment import record_customer_payment
from foyer_invoicing.use_cases.reverse_recorded_payment import reverse_recorded_payment
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
Booked = Callable[[], Awaitable[list[tuple[str, dict[str, int]]]]]


@pytest.fixture
def adjust(database: Database) -> Callable[..., Awaitable[Money]]:
    """Changes a customer's balance by hand."""

    async def change(
        customer: Customer, amount: Money, *, business_id: str = NORTHWIND, **more: Any
    ) -> Money:
        async with database.work(an_origin(business_id)) as work:
            return await adjust_balance(
                work,
                customer.id,
                amount=amount,
                **{"kind": AdjustmentKind.CORRECTION, "reason": "Sorry"} | more,
            )

    return change


async def test_credit_pays_the_next_invoice_and_its_order(
    database: Database, a_customer: ACustomer, an_order: AnOrder, adjust: Any, booked: Booked
) -> None:
    ada = await a_customer()
    assert await adjust(ada, Money(3000, "EUR")) == Money(3000, "EUR")
    order = await an_order(ada)
    assert (order.status, order.version) == (OrderStatus.PAID, 2)
    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
        left = await Balances(work.session).list_of(work.scope, ada.id)
        newest, oldest = await Balances(work.session).statement(work.scope, ada.id, limit=10)
    assert (invoice.status, invoice.open, left) == (
        InvoiceStatus.PAID,
        Money(0, "EUR"),
        [Money(580, "EUR")],
    )
    assert (newest.occasion, newest.amount, newest.balance, newest.invoice_id) == (
        "balance_used",
        Money(-2420, "EUR"),
        Money(580, "EUR"),
        order.invoice_id,
    )
    assert (oldest.occasion, oldest.amount, oldest.balance, oldest.note) == (
        "balance_adjusted",
        Money(3000, "EUR"),
        Money(3000, "EUR"),
        "Sorry",
    )
    assert await booked() == [
        ("balance_adjusted", {"write_offs": 3000, "customer_balance": -3000}),
        ("invoice_finalized", {"receivable": 2420, "revenue": -2000, "tax": -420}),
        ("balance_used", {"customer_balance": 2420, "receivable": -2420}),
    ]


async def test_less_credit_than_is_owed_leaves_the_rest_open(
    database: Database, a_customer: ACustomer, an_order: AnOrder, adjust: Any
) -> None:
    ada = await a_customer()
    await adjust(ada, Money(420, "EUR"))
    await adjust(ada, Money(99, "USD"))
    order = await an_order(ada)
    async with database.work(an_origin()) as work:
        invoice = await Invoices(work.session).get(work.scope, order.invoice_id)
        left = await Balances(work.session).list_of(work.scope, ada.id)
    assert (order.status, invoice.status, invoice.open) == (
        OrderStatus.PLACED,
        InvoiceStatus.OPEN,
        Money(2000, "EUR"),
    )
    assert left == [Money(99, "USD")]


async def test_what_pays_an_invoice_later_is_told_and_from_the_beginning_is_not(
    database: Database, a_customer: ACustomer, a_sale_line: Callable[..., SaleLine], adjust: Any
) -> None:
    ada = await a_customer()
    await adjust(ada, Money(420, "EUR"))
    async with database.work(an_origin()) as work:
        invoice, _ = await issue_invoice(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
    for cents in (500, 2000):
        async with database.work(an_origin(now=NOW + timedelta(days=1))) as work:
            await adjust_balance(
                work, ada.id, amount=Money(cents, "EUR"), kind=AdjustmentKind.MONEY, reason="Transfer"
            )

    used = [event for event in await announced(database) if event.type == "invoice.balance_used"]
    assert [(event.subject, event.customerid, event.subjectversion) for event in used] == [
        (invoice.id, ada.id, 3),
        (invoice.id, ada.id, 4),
    ]
    assert [(event.data["amount"]["amount"], event.data["invoice"]["open"]["amount"]) for event in used] == [
        (500, 1500),
        (1500, 0),
    ]


async def test_what_is_added_pays_the_oldest_invoice_first(
    database: Database, a_customer: ACustomer, an_order: AnOrder, adjust: Any
) -> None:
    ada = await a_customer()
    later = await an_order(ada, due_days=30)
    sooner = await an_order(ada, due_days=7)
    await adjust(ada, Money(3000, "EUR"), kind=AdjustmentKind.MONEY)
    async with database.work(an_origin()) as work:
        invoices = Invoices(work.session)
        opens = [(await invoices.get(work.scope, order.invoice_id)).open.amount for order in (sooner, later)]
    assert opens == [0, 1840]
    assert [event.type for event in await announced(database)] == [
        "invoice.paid",
        "order.paid",
        "invoice.balance_changed",
    ]


@pytest.mark.parametrize("credit_to", list(CreditTo))
async def test_what_the_balance_paid_comes_back_once_and_only_there(
    database: Database,
    a_customer: ACustomer,
    an_order: AnOrder,
    adjust: Any,
    booked: Booked,
    credit_to: CreditTo,
) -> None:
    ada = await a_customer()
    await adjust(ada, Money(3000, "EUR"), kind=AdjustmentKind.MONEY)
    order = await an_order(ada)
    async with database.work(an_origin()) as work:
        note, _ = await credit_invoice(work, order.invoice_id, credit_to=credit_to)
    assert (note.to_balance, note.refunds) == (Money(2420, "EUR"), ())
    before = await booked()
    with pytest.raises(NothingToCredit):
        async with database.work(an_origin()) as work:
            await credit_invoice(work, order.invoice_id, credit_to=credit_to)
    assert await booked() == before
    async with database.work(an_origin()) as work:
        assert await Balances(work.session).list_of(work.scope, ada.id) == [Money(3000, "EUR")]
    assert [amounts.get("cash", 0) for _, amounts in before] == [3000, 0, 0, 0]


async def test_credit_that_is_taken_back_opens_nothing_that_was_given_back(
    database: Database, a_customer: ACustomer, an_order: AnOrder, adjust: Any, booked: Booked
) -> None:
    ada = await a_customer()
    async with database.work(an_origin()) as work:
        paid_in = await record_customer_payment(work, ada.id, amount=Money(1000, "EUR"))
    kept, given_back = await an_order(ada), await an_order(ada)
    await adjust(ada, Money(2420, "EUR"), kind=AdjustmentKind.MONEY)
    async with database.work(an_origin()) as work:
        note, _ = await credit_invoice(work, given_back.invoice_id)
        assert (note.settled, note.to_balance) == (Money(1420, "EUR"), Money(1000, "EUR"))
    await adjust(ada, Money(-1000, "EUR"), kind=AdjustmentKind.MONEY)
    async with database.work(an_origin()) as work:
        await reverse_recorded_payment(work, paid_in.id, reason="Not ours")
        invoices = Invoices(work.session)
        first = await invoices.get(work.scope, kept.invoice_id)
        second = await invoices.get(work.scope, given_back.invoice_id)
    assert (first.status, first.open) == (InvoiceStatus.OPEN, Money(1000, "EUR"))
    assert (second.status, second.open) == (InvoiceStatus.VOID, Money(0, "EUR"))
    await booked()


async def test_money_is_paid_out_of_it(a_customer: ACustomer, adjust: Any, booked: Booked) -> None:
    ada = await a_customer()
    await adjust(ada, Money(500, "EUR"), kind=AdjustmentKind.MONEY)
    assert await adjust(ada, Money(-500, "EUR"), kind=AdjustmentKind.MONEY) == Money(0, "EUR")
    assert await booked() == [
        ("balance_adjusted", {"cash": 500, "customer_balance": -500}),
        ("balance_adjusted", {"cash": -500, "customer_balance": 500}),
    ]


@pytest.mark.parametrize(
    ("amount", "business_id", "refusal"),
    [
        (0, NORTHWIND, AdjustmentOfNothing),
        (-501, NORTHWIND, BalanceTooLow),
        (1_000_000_000_000, NORTHWIND, AdjustmentTooLarge),
        (1, CONTOSO, CustomerNotFound),
    ],
)
async def test_a_refused_change_changes_nothing(
    a_customer: ACustomer,
    adjust: Any,
    stored: Callable[[], Awaitable[dict[str, list[Any]]]],
    amount: int,
    business_id: str,
    refusal: type[FoyerError],
) -> None:
    ada = await a_customer()
    await adjust(ada, Money(500, "EUR"))
    before = await stored()
    with pytest.raises(refusal):
        await adjust(ada, Money(amount, "EUR"), business_id=business_id)
    assert await stored() == before

"""Orders and the invoices that they make at once."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest
from foyer_invoicing.domain.business import Business
from foyer_invoicing.domain.check_lines import NegativeAmount
from foyer_invoicing.domain.customer import Customer, CustomerNotFound
from foyer_invoicing.domain.discount import Discount, WholeDiscount
from foyer_invoicing.domain.invoice import Invoice, InvoiceStatus, Terms
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.order import Order, OrderStatus
from foyer_invoicing.domain.sale import Sale, Shipping
from foyer_invoicing.domain.tax import Supply, TaxCategory, TaxClass
from foyer_invoicing.domain.totals import TaxSubtotal, Totals
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.orders import Orders
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.issue_invoice import issue_invoice
from foyer_invoicing.use_cases.place_order import place_order
from foyer_invoicing.use_cases.read_bill import read_bill
from foyer_invoicing.use_cases.update_customer import update_customer
from foyer_shared.basics.addresses import Address
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
ALine = Callable[..., Any]
AProduct = Callable[..., Awaitable[str]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


async def test_an_order_and_its_invoice_are_kept(
    database: Database, a_customer: ACustomer, a_product: AProduct, a_sale_line: ALine, a_line: ALine
) -> None:
    ada = await a_customer(country="DE")
    subscription_id = new_id("sub")
    catalogue = {
        "description": "Catalogue",
        "quantity": 1,
        "tax_class": TaxClass.ZERO,
        "product_id": await a_product(),
    }
    lines = [a_line(), a_line(**catalogue)]
    async with database.work(an_origin()) as work:
        order, taxed = await place_order(
            work,
            customer_id=ada.id,
            sale=Sale((a_sale_line(), a_sale_line(**catalogue))),
            terms=Terms(subscription_id=subscription_id, due_days=30),
        )
    totals = Totals(
        Money(3000, "EUR"),
        Money(380, "EUR"),
        Money(3380, "EUR"),
        (
            TaxSubtotal(Decimal(19), TaxCategory.STANDARD, Money(2000, "EUR"), Money(380, "EUR")),
            TaxSubtotal(Decimal(0), TaxCategory.ZERO, Money(1000, "EUR"), Money(0, "EUR")),
        ),
    )
    expected_lines = (
        TaxedLine(lines[0], Decimal(19), TaxCategory.STANDARD, Money(2000, "EUR"), Money(380, "EUR")),
        TaxedLine(lines[1], Decimal(0), TaxCategory.ZERO, Money(1000, "EUR"), Money(0, "EUR")),
    )
    assert (order, taxed) == (
        Order(
            id=order.id,
            business_id=NORTHWIND,
            customer_id=ada.id,
            number="NW-O-1001",
            totals=totals,
            invoice_id=order.invoice_id,
            invoice_number="NW-2026-00001",
            placed_at=NOW,
            status=OrderStatus.PLACED,
            version=1,
        ),
        expected_lines,
    )
    async with database.work(an_origin()) as work:
        assert await Orders(work.session).get_with_lines(work.scope, order.id) == (order, expected_lines)
        assert await Invoices(work.session).get_with_lines(work.scope, order.invoice_id) == (
            Invoice(
                id=order.invoice_id,
                business_id=NORTHWIND,
                customer_id=ada.id,
                number="NW-2026-00001",
                order_id=order.id,
                subscription_id=subscription_id,
                totals=totals,
                open=Money(3380, "EUR"),
                credited=Money(0, "EUR"),
                written_off=Money(0, "EUR"),
                status=InvoiceStatus.OPEN,
                issued_on=date(2026, 3, 10),
                due_on=date(2026, 4, 9),
                finalized_at=NOW,
            ),
            expected_lines,
        )


async def test_both_are_announced(database: Database, a_customer: ACustomer, a_sale_line: ALine) -> None:
    ada = await a_customer()
    async with database.work(an_origin()) as work:
        order, _ = await place_order(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
    finalized, placed = await announced(database)
    assert (placed.type, placed.subject, placed.subjectversion) == ("order.placed", order.id, 1)
    assert (placed.businessid, placed.customerid, placed.businesstime) == (NORTHWIND, ada.id, NOW)
    assert placed.data["order"] == {
        "order_id": order.id,
        "number": "NW-O-1001",
        "customer_id": ada.id,
        "total": {"amount": 2420, "currency": "EUR"},
        "invoice_id": order.invoice_id,
        "lines": [
            {"line": 1, "description": "Desk lamp", "quantity": 2, "product_id": None, "shipping": False}
        ],
    }
    assert (finalized.type, finalized.subject) == ("invoice.finalized", order.invoice_id)
    assert finalized.customerid == ada.id
    assert finalized.data["invoice"] == {
        "invoice_id": order.invoice_id,
        "number": "NW-2026-00001",
        "customer_id": ada.id,
        "order_id": order.id,
        "subscription_id": None,
        "change_id": None,
        "quote_id": None,
        "total": {"amount": 2420, "currency": "EUR"},
        "open": {"amount": 2420, "currency": "EUR"},
        "issued_on": "2026-03-10",
        "due_on": "2026-03-24",
        "collection": "invoice",
        "pending": False,
        "pay_to": None,
    }


async def test_what_comes_off_and_where_it_goes_is_kept_with_the_order_and_its_invoice(
    database: Database, a_customer: ACustomer, a_sale_line: ALine
) -> None:
    ada = await a_customer(country="NL")
    untidy = Address(line1=" Spui 1 ", postal_code="1012 wx", city="Amsterdam", country="nl")
    sale = Sale(
        (a_sale_line(discount=Discount(amount=200)), a_sale_line(tax_class=TaxClass.REDUCED)),
        Discount(percent=Decimal("12.5")),
        Shipping(label="Parcel", amount=Money(700, "EUR"), tax_class=TaxClass.REDUCED),
        untidy,
    )
    async with database.work(an_origin()) as work:
        order, taxed = await place_order(work, customer_id=ada.id, sale=sale)
    address = Address(line1="Spui 1", postal_code="1012 WX", city="Amsterdam", country="NL")
    assert (order.discount, order.ship_to) == (WholeDiscount(Money(475, "EUR"), Decimal("12.5")), address)
    assert [
        (each.line.description, each.net.amount, each.line.discount, each.line.shipping) for each in taxed
    ] == [
        ("Desk lamp", 1575, Money(425, "EUR"), False),
        ("Desk lamp", 1750, Money(250, "EUR"), False),
        ("Parcel", 700, None, True),
    ]
    assert order.totals.total == Money(1575 + 331 + 1750 + 700 + 221, "EUR")
    async with database.work(an_origin()) as work:
        assert await Orders(work.session).get_with_lines(work.scope, order.id) == (order, taxed)
        assert (await Invoices(work.session).get_with_lines(work.scope, order.invoice_id))[1] == taxed
        parties = await Invoices(work.session).find_parties(work.scope, order.invoice_id)
    assert parties is not None
    assert parties.ship_to == address
    _, placed = await announced(database)
    assert [line["shipping"] for line in placed.data["order"]["lines"]] == [False, False, True]


async def test_an_invoice_that_named_nobody_yet_says_later_where_its_order_goes(
    database: Database, a_customer: ACustomer, an_order: AnOrder, a_sale_line: ALine, northwind: Business
) -> None:
    address = Address(line1="Spui 1", postal_code="1012 WX", city="Amsterdam", country="NL")
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(legal_name=""))
    order = await an_order(sale=Sale((a_sale_line(),), ship_to=address))
    async with database.work(an_origin()) as work:
        assert await Invoices(work.session).find_parties(work.scope, order.invoice_id) is None
        bill = await read_bill(work, order.invoice_id, northwind)
    assert bill.parties.ship_to == address


@pytest.mark.parametrize("path", [place_order, issue_invoice])
async def test_what_named_nobody_yet_says_later_where_its_goods_were_taxed_to_go(
    database: Database, a_customer: ACustomer, a_sale_line: ALine, northwind: Business, path: Any
) -> None:
    bern = Address(line1="Bundesplatz 3", postal_code="3005", city="Bern", country="CH")
    lyon = Address(line1="1 Rue Mercière", postal_code="69002", city="Lyon", country="FR")
    ada = await a_customer(shipping_address=bern)
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(legal_name=""))
    async with database.work(an_origin()) as work:
        made, (taxed,) = await path(work, customer_id=ada.id, sale=Sale((a_sale_line(supply=Supply.GOODS),)))
        await update_customer(work, ada.id, {"shipping_address": lyon})
    assert taxed.category is TaxCategory.EXPORT
    async with database.work(an_origin()) as work:
        bill = await read_bill(work, made.invoice_id if path is place_order else made.id, northwind)
    assert bill.parties.ship_to == bern


async def test_an_order_of_nothing_is_paid_at_once(
    database: Database, a_customer: ACustomer, a_sale_line: ALine
) -> None:
    ada = await a_customer()
    async with database.work(an_origin()) as work:
        order, _ = await place_order(
            work, customer_id=ada.id, sale=Sale((a_sale_line(unit_amount=Money(0, "EUR")),))
        )
    assert (order.status, order.version) == (OrderStatus.PAID, 2)
    async with database.work(an_origin()) as work:
        invoice, _ = await Invoices(work.session).get_with_lines(work.scope, order.invoice_id)
    assert (invoice.status, invoice.paid_at, invoice.version) == (InvoiceStatus.PAID, NOW, 2)
    assert [(event.type, event.subjectversion) for event in await announced(database)] == [
        ("invoice.finalized", 1),
        ("invoice.paid", 2),
        ("order.placed", 1),
        ("order.paid", 2),
    ]


@pytest.mark.parametrize(("country", "total"), [(None, 2420), ("NL", 2420), ("FR", 2400), ("GB", 2000)])
async def test_the_tax_is_the_customer_s_country_s_in_the_union_else_the_business_s(
    a_customer: ACustomer, an_order: AnOrder, country: str | None, total: int
) -> None:
    order = await an_order(await a_customer(country=country))
    assert order.totals.total == Money(total, "EUR")


async def test_invoices_are_numbered_by_the_business_s_year_and_orders_go_on(
    a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    last_of_2026 = datetime(2026, 12, 31, 22, 59, tzinfo=UTC)
    first_of_2027 = datetime(2026, 12, 31, 23, 0, tzinfo=UTC)
    orders = [await an_order(ada, now=now) for now in (NOW, last_of_2026, first_of_2027)]
    assert [(order.number, order.invoice_number) for order in orders] == [
        ("NW-O-1001", "NW-2026-00001"),
        ("NW-O-1002", "NW-2026-00002"),
        ("NW-O-1003", "NW-2027-00001"),
    ]


async def test_each_business_has_series_of_its_own(a_customer: ACustomer, an_order: AnOrder) -> None:
    await an_order(await a_customer())
    other = await an_order(await a_customer(business_id=CONTOSO))
    assert (other.number, other.invoice_number) == ("CO-O-1001", "CO-2026-00001")


async def test_twenty_at_once_draw_consecutive_numbers(
    database: Database, a_customer: ACustomer, a_sale_line: ALine
) -> None:
    ada = await a_customer()

    async def place() -> Order:
        async with database.work(an_origin()) as work:
            return (await place_order(work, customer_id=ada.id, sale=Sale((a_sale_line(),))))[0]

    orders = await asyncio.gather(*(place() for _ in range(20)))
    assert sorted(order.number for order in orders) == [f"NW-O-{number}" for number in range(1001, 1021)]
    assert sorted(order.invoice_number for order in orders) == [
        f"NW-2026-{number:05}" for number in range(1, 21)
    ]


async def test_an_order_that_is_rolled_back_leaves_no_gap(
    database: Database, a_customer: ACustomer, an_order: AnOrder, a_sale_line: ALine, stored: Stored
) -> None:
    ada = await a_customer()
    await an_order(ada)
    before = await stored()
    drawn: list[str] = []

    async def place_and_fail() -> None:
        async with database.work(an_origin()) as work:
            order, _ = await place_order(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
            drawn.append(order.invoice_number)
            raise ConnectionError

    with pytest.raises(ConnectionError):
        await place_and_fail()
    assert drawn == ["NW-2026-00002"]
    assert await stored() == before
    assert (await an_order(ada)).invoice_number == "NW-2026-00002"


async def test_refused_lines_leave_nothing_behind(
    database: Database, a_customer: ACustomer, a_sale_line: ALine, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    with pytest.raises(NegativeAmount):
        async with database.work(an_origin()) as work:
            await place_order(
                work, customer_id=ada.id, sale=Sale((a_sale_line(unit_amount=Money(-1, "EUR")),))
            )
    assert await stored() == before


async def test_another_business_s_customer_is_not_found(
    database: Database, a_customer: ACustomer, a_sale_line: ALine, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    with pytest.raises(CustomerNotFound):
        async with database.work(an_origin(CONTOSO)) as work:
            await place_order(work, customer_id=ada.id, sale=Sale((a_sale_line(),)))
    assert await stored() == before

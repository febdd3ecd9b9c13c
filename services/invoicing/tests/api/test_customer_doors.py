"""`/customer`: what the portal reads for one customer."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from foyer_invoicing.domain.balance import AdjustmentKind
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import SaleLine
from foyer_invoicing.gateways.tax_ids import TYPES
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.adjust_balance import adjust_balance
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from httpx import AsyncClient
from sqlalchemy import update

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]


@pytest.fixture
def pay(database: Database) -> Callable[[Order], Awaitable[None]]:
    """Pays the invoice of an order."""

    async def whole(order: Order) -> None:
        async with database.work(an_origin()) as work:
            await record_payment(work, order.invoice_id, amount=order.totals.total)

    return whole


async def test_the_overview_shows_counts_new_orders_and_what_is_open(
    by_customer: Client,
    a_customer: ACustomer,
    an_order: AnOrder,
    a_sale_line: Callable[..., SaleLine],
    pay: Callable[[Order], Awaitable[None]],
) -> None:
    ada = await a_customer()
    orders = [await an_order(ada, now=NOW - timedelta(days=days)) for days in range(7)]
    in_dollars = await an_order(
        ada, now=NOW - timedelta(days=7), lines=[a_sale_line(unit_amount=Money(500, "USD"))], due_days=60
    )
    await an_order(await a_customer("grace@example.com"))
    for order in orders[:5]:
        await pay(order)
    async with by_customer(ada.id) as client:
        answer = await client.get("/customer/overview")
    overview = answer.json()
    assert (answer.status_code, overview["counts"]) == (200, {"orders": 8, "invoices": 8})
    assert [(order["id"], order["status"]) for order in overview["orders"]] == [
        (order.id, "paid") for order in orders[:5]
    ]
    assert [(invoice["id"], invoice["status"]) for invoice in overview["open_invoices"]] == [
        (orders[6].invoice_id, "unpaid"),
        (orders[5].invoice_id, "unpaid"),
        (in_dollars.invoice_id, "unpaid"),
    ]
    assert overview["open_totals"] == [
        {"amount": 4840, "currency": "EUR"},
        {"amount": 1210, "currency": "USD"},
    ]


async def test_a_customer_without_anything_has_an_empty_overview(
    by_customer: Client, a_customer: ACustomer
) -> None:
    async with by_customer((await a_customer()).id) as client:
        assert (await client.get("/customer/overview")).json() == {
            "counts": {"orders": 0, "invoices": 0},
            "orders": [],
            "open_invoices": [],
            "open_totals": [],
            "collection_cases": [],
        }


async def test_the_profile_is_the_customer_s_own(by_customer: Client, a_customer: ACustomer) -> None:
    ada = await a_customer(company="Engines", country="GB", language="en-GB")
    async with by_customer(ada.id) as client:
        assert (await client.get("/customer/profile")).json() == {
            "id": ada.id,
            "name": "Ada Lovelace",
            "email": "ada@example.com",
            "phone": None,
            "company": "Engines",
            "language": "en-GB",
            "country": "GB",
            "kind": "company",
            "vat_id": None,
            "tax_ids": [],
            "billing_address": None,
            "shipping_address": None,
            "fields": [],
            "tax_id_types": list(TYPES),
        }


async def test_invoices_are_paged_and_filtered_by_the_status_that_is_shown(
    database: Database,
    by_customer: Client,
    a_customer: ACustomer,
    an_order: AnOrder,
    pay: Callable[[Order], Awaitable[None]],
) -> None:
    ada = await a_customer()
    overdue = await an_order(ada, now=NOW - timedelta(days=30))
    paid = await an_order(ada, now=NOW - timedelta(days=20))
    unpaid = await an_order(ada, now=NOW - timedelta(days=10))
    await pay(paid)
    await dun_everywhere(database, now=NOW)
    async with by_customer(ada.id) as client:
        for status, order in (("overdue", overdue), ("paid", paid), ("unpaid", unpaid)):
            found = (await client.get("/customer/invoices", params={"status": status})).json()["data"]
            assert [(invoice["id"], invoice["status"]) for invoice in found] == [(order.invoice_id, status)]
        pages = []
        cursor: str | None = ""
        while cursor is not None:
            params = {"limit": "1"} | ({"cursor": cursor} if cursor else {})
            page = (await client.get("/customer/invoices", params=params)).json()
            pages.append([invoice["id"] for invoice in page["data"]])
            cursor = page["next_cursor"]
        assert pages == [[unpaid.invoice_id], [paid.invoice_id], [overdue.invoice_id]]
        assert (await client.get("/customer/invoices", params={"status": "open"})).status_code == 422


async def test_invoices_are_found_by_their_days_and_by_text(
    by_customer: Client,
    by_business: Client,
    a_customer: ACustomer,
    an_order: AnOrder,
    a_sale_line: Callable[..., SaleLine],
) -> None:
    ada, grace = await a_customer(), await a_customer("grace@example.com")
    lamp = await an_order(
        ada, now=NOW - timedelta(days=30), lines=[a_sale_line(description="100% Lamp's shade")]
    )
    desk = await an_order(ada, now=NOW - timedelta(days=20), lines=[a_sale_line(description="Desk")])
    graces = await an_order(grace, now=NOW, lines=[a_sale_line(description="Lamp")])
    day = (NOW - timedelta(days=20)).date()
    before = (day - timedelta(days=1)).isoformat()
    both: list[str | None] = [desk.invoice_id, lamp.invoice_id]
    cases: list[tuple[dict[str, str], list[str | None]]] = [
        ({"issued_from": day.isoformat()}, [desk.invoice_id]),
        ({"issued_until": day.isoformat()}, both),
        ({"issued_until": before}, [lamp.invoice_id]),
        ({"text": "LAMP"}, [lamp.invoice_id]),
        ({"text": "0% lamp's"}, [lamp.invoice_id]),
        ({"text": "L_mp"}, []),
        ({"text": "description"}, []),
        ({"text": "nw-2026-0000"}, both),
        ({"text": "lamp", "issued_from": day.isoformat()}, []),
        ({"text": ""}, both),
    ]
    async with by_customer(ada.id) as client:
        for chosen, expected in cases:
            found = (await client.get("/customer/invoices", params=chosen)).json()["data"]
            assert [invoice["id"] for invoice in found] == expected, chosen
        crossed = {"issued_from": day.isoformat(), "issued_until": before}
        refused = await client.get("/customer/invoices", params=crossed)
        assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (
            422,
            "dates_are_crossed",
            "issued_from",
        )
        assert (await client.get("/customer/invoices", params={"issued_from": "soon"})).status_code == 422
        assert (await client.get("/customer/invoices", params={"text": "x" * 101})).status_code == 422
    async with by_business() as client:
        found = (await client.get("/v1/invoices", params={"text": "lamp"})).json()["data"]
        assert [invoice["id"] for invoice in found] == [graces.invoice_id, lamp.invoice_id]


async def test_one_invoice_shows_what_the_balance_paid_of_it(
    database: Database, by_customer: Client, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    async with database.work(an_origin()) as work:
        await adjust_balance(
            work, ada.id, amount=Money(1000, "EUR"), kind=AdjustmentKind.CORRECTION, reason="Late"
        )
    order = await an_order(ada)
    async with by_customer(ada.id) as client:
        invoice = (await client.get(f"/customer/invoices/{order.invoice_id}")).json()
        exported = (await client.get("/customer/export")).json()
    assert (invoice["open"]["amount"], invoice["payments"]) == (1420, [])
    assert invoice["paid_from_balance"] == {"amount": 1000, "currency": "EUR"}
    assert exported["invoices"] == [invoice]


async def test_one_invoice_says_how_to_transfer_what_is_open(
    database: Database, by_customer: Client, by_business: Client, an_order: AnOrder
) -> None:
    account = {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "holder": None}
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(bank_account=account))
    order = await an_order()
    path = f"/v1/invoices/{order.invoice_id}"
    line = {"description": "Lamp", "quantity": 1, "unit_amount": 500, "currency": "EUR"}
    async with by_business() as client:
        part = {"amount": {"amount": 2000, "currency": "EUR"}}
        assert (await client.post(f"{path}/payments", json=part)).status_code == 201
        told = (await client.get(path)).json()["transfer"]
        body = {"customer_id": order.customer_id, "lines": [line]}
        issued = (await client.post("/v1/invoices", json=body)).json()
    async with by_customer(order.customer_id) as client:
        shown = (await client.get(f"/customer/invoices/{order.invoice_id}")).json()["transfer"]
        exported = (await client.get("/customer/export")).json()["invoices"]
    transfer = {
        "amount": {"amount": 420, "currency": "EUR"},
        "iban": "NL91ABNA0417164300",
        "bic": "ABNANL2A",
        "holder": "Northwind B.V.",
        "reference": "NW-2026-00001",
        "instalment_due_on": None,
    }
    assert [told, shown] == [transfer, transfer]
    assert issued["transfer"] == transfer | {"amount": issued["total"], "reference": "NW-2026-00002"}
    assert {each["number"]: each["transfer"] for each in exported} == {
        "NW-2026-00001": transfer,
        "NW-2026-00002": issued["transfer"],
    }
    async with by_business() as client:
        rest = {"amount": {"amount": 420, "currency": "EUR"}}
        await client.post(f"{path}/payments", json=rest)
        assert (await client.get(path)).json()["transfer"] is None


async def test_one_invoice_shows_its_lines_and_payments(
    database: Database, by_customer: Client, an_order: AnOrder
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        payment, _ = await record_payment(work, order.invoice_id, amount=Money(2000, "EUR"))
    await dun_everywhere(database, now=datetime(2026, 3, 25, tzinfo=UTC))
    async with by_customer(order.customer_id) as client:
        invoice = (await client.get(f"/customer/invoices/{order.invoice_id}")).json()
    assert (invoice["number"], invoice["status"]) == ("NW-2026-00001", "overdue")
    assert (invoice["total"]["amount"], invoice["open"]["amount"]) == (2420, 420)
    assert invoice["paid_from_balance"] == {"amount": 0, "currency": "EUR"}
    assert [(line["description"], line["tax_percent"]) for line in invoice["lines"]] == [("Desk lamp", 21)]
    assert invoice["payments"] == [
        {
            "id": payment.id,
            "status": "succeeded",
            "amount": {"amount": 2000, "currency": "EUR"},
            "surplus": {"amount": 0, "currency": "EUR"},
            "refunded": {"amount": 0, "currency": "EUR"},
            "failure_code": None,
            "payment_id": None,
            "at": "2026-03-10T09:30:00Z",
            "paid_at": "2026-03-10T09:30:00Z",
            "method": "outside",
            "reference": None,
            "receipt_ready": False,
        }
    ]


async def test_orders_are_listed_and_shown(
    by_customer: Client, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada = await a_customer()
    old, new = await an_order(ada, now=NOW - timedelta(days=1)), await an_order(ada)
    async with by_customer(ada.id) as client:
        listed = (await client.get("/customer/orders")).json()
        assert [order["id"] for order in listed["data"]] == [new.id, old.id]
        assert "lines" not in listed["data"][0]
        shown = (await client.get(f"/customer/orders/{new.id}")).json()
    assert (shown["number"], shown["invoice_number"], len(shown["lines"])) == (
        "NW-O-1002",
        "NW-2026-00002",
        1,
    )


async def test_what_is_another_s_looks_as_if_it_were_not_there(
    by_customer: Client, a_customer: ACustomer, an_order: AnOrder
) -> None:
    order = await an_order()
    grace = await a_customer("grace@example.com")
    strangers = (by_customer(grace.id), by_customer(order.customer_id, business_id=CONTOSO))
    for stranger in strangers:
        async with stranger as client:
            for foreign, missing in [
                (f"/customer/orders/{order.id}", "/customer/orders/ord_0"),
                (f"/customer/invoices/{order.invoice_id}", "/customer/invoices/inv_0"),
            ]:
                found, not_there = await client.get(foreign), await client.get(missing)
                assert (found.status_code, found.json()) == (404, not_there.json())
            for path in ("/customer/orders", "/customer/invoices"):
                assert (await client.get(path)).json() == {"data": [], "next_cursor": None}
            overview = (await client.get("/customer/overview")).json()
            assert overview["counts"] == {"orders": 0, "invoices": 0}

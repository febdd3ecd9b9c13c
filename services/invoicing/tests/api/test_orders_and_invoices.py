"""`/v1/orders` and `/v1/invoices`."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from itertools import product
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.tax import Supply, TaxClass
from foyer_shared.basics.addresses import Address
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
AnOrder = Callable[..., Awaitable[Order]]
AProduct = Callable[..., Awaitable[str]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

LAMP = {"description": "Desk lamp", "quantity": 2, "unit_amount": 1000, "currency": "EUR"}


async def test_an_order_makes_an_invoice_that_is_paid_in_two_parts(
    by_business: Client, a_customer: ACustomer
) -> None:
    ada = await a_customer()
    async with by_business() as client:
        placed = await client.post("/v1/orders", json={"customer_id": ada.id, "lines": [LAMP]})
        assert placed.status_code == 201
        order = placed.json()
        euros = [{"amount": amount, "currency": "EUR"} for amount in (2000, 420, 2420, 1000)]
        net, tax, total, unit = euros
        sums = {
            "subtotal": net,
            "tax": tax,
            "total": total,
            "taxes": [{"percent": 21, "category": "standard", "taxable": net, "tax": tax}],
        }
        lines = [
            {
                "description": "Desk lamp",
                "quantity": 2,
                "unit_amount": unit,
                "discount": None,
                "amount": net,
                "tax_class": "standard",
                "supply": "services",
                "tax_behavior": "exclusive",
                "tax_category": "standard",
                "tax_percent": 21,
                "tax": tax,
                "product_id": None,
                "shipping": False,
            }
        ]
        assert order == sums | {
            "id": order["id"],
            "customer_id": ada.id,
            "number": "NW-O-1001",
            "status": "placed",
            "placed_at": "2026-03-10T09:30:00Z",
            "paid_at": None,
            "fulfilled_at": None,
            "canceled_at": None,
            "refunded_at": None,
            "invoice_id": order["invoice_id"],
            "invoice_number": "NW-2026-00001",
            "lines": lines,
            "discount": None,
            "shipping_address": None,
        }
        assert (await client.get(f"/v1/orders/{order['id']}")).json() == order
        path = f"/v1/invoices/{order['invoice_id']}"
        invoice = (await client.get(path)).json()
        assert invoice == sums | {
            "id": order["invoice_id"],
            "customer_id": ada.id,
            "number": "NW-2026-00001",
            "status": "open",
            "issued_on": "2026-03-10",
            "due_on": "2026-03-24",
            "open": total,
            "credited": {"amount": 0, "currency": "EUR"},
            "written_off": {"amount": 0, "currency": "EUR"},
            "order_id": order["id"],
            "subscription_id": None,
            "collection": "invoice",
            "period_start": None,
            "period_end": None,
            "paid_at": None,
            "overdue_at": None,
            "accounting_tax": None,
            "lines": lines,
            "payments": [],
            "paid_from_balance": {"amount": 0, "currency": "EUR"},
            "transfer": None,
            "document_ready": False,
            "collects_at": None,
            "collection_standing": None,
            "instalment": None,
            "collection_case_id": None,
            "shipping_address": None,
        }
        part = await client.post(f"{path}/payments", json={"amount": {"amount": 2000, "currency": "eur"}})
        assert part.status_code == 201
        assert (part.json()["status"], part.json()["method"]) == ("succeeded", "outside")
        assert part.json()["invoice"]["open"] == tax
        rest = await client.post(
            f"{path}/payments",
            json={"amount": tax, "paid_at": "2026-03-09T12:00:00+01:00", "reference": "NL91"},
        )
        assert (rest.status_code, rest.json()["invoice"]["status"]) == (201, "paid")
        paid = (await client.get(path)).json()
        assert paid["status"] == "paid"
        assert paid["paid_at"] == "2026-03-09T11:00:00Z"
        assert [(payment["id"], payment["reference"]) for payment in paid["payments"]] == [
            (rest.json()["id"], "NL91"),
            (part.json()["id"], None),
        ]
        assert (await client.get(f"/v1/orders/{order['id']}")).json()["status"] == "paid"


async def test_an_invoice_is_issued_without_an_order(
    by_business: Client, a_customer: ACustomer, database: Database
) -> None:
    ada = await a_customer()
    body = {"customer_id": ada.id, "lines": [LAMP], "due_days": 30}
    async with by_business() as client:
        issued = await client.post("/v1/invoices", json=body)
        invoice = issued.json()
        assert (issued.status_code, invoice["status"]) == (201, "open")
        assert (invoice["number"], invoice["due_on"]) == ("NW-2026-00001", "2026-04-09")
        assert (invoice["order_id"], invoice["payments"]) == (None, [])
        assert (await client.get(f"/v1/invoices/{invoice['id']}")).json() == invoice
        assert (await client.get("/v1/orders")).json()["data"] == []
        paid = await client.post(f"/v1/invoices/{invoice['id']}/payments", json={"amount": invoice["total"]})
        assert paid.json()["invoice"]["status"] == "paid"
    assert [event.type for event in await announced(database)] == ["invoice.finalized", "invoice.paid"]


WRONG_SALES: list[tuple[dict[str, object], str, str]] = [
    ({"lines": []}, "no_lines", "lines"),
    ({"lines": [LAMP] * 10_001}, "too_many_lines", "lines"),
    ({"lines": [LAMP | {"unit_amount": -1}]}, "negative_amount", "lines.0.unit_amount"),
    ({"lines": [LAMP | {"unit_amount": 10**12}]}, "amount_too_large", "lines.0.unit_amount"),
    ({"lines": [LAMP | {"unit_amount": 9.99}]}, "amount_too_precise", "unit_amount"),
    ({"lines": [LAMP | {"unit_amount": "10"}]}, "invalid", "lines.0.unit_amount"),
    ({"lines": [LAMP | {"quantity": 0}]}, "quantity_out_of_range", "lines.0.quantity"),
    ({"lines": [LAMP | {"quantity": 10_001}]}, "quantity_out_of_range", "lines.0.quantity"),
    ({"lines": [LAMP | {"quantity": True}]}, "invalid", "lines.0.quantity"),
    ({"lines": [LAMP | {"currency": "XXX"}]}, "unknown_currency", "currency"),
    ({"lines": [LAMP, LAMP | {"currency": "USD"}]}, "mixed_currencies", "lines.1.currency"),
    ({"lines": [LAMP | {"tax_class": "luxury"}]}, "invalid", "lines.0.tax_class"),
    ({"lines": [LAMP | {"supply": "software"}]}, "invalid", "lines.0.supply"),
    ({"lines": [LAMP | {"tax_behavior": "hidden"}]}, "invalid", "lines.0.tax_behavior"),
    ({"lines": [LAMP | {"description": " "}]}, "invalid", "lines.0.description"),
    ({"lines": [LAMP | {"colour": "red"}]}, "invalid", "lines.0.colour"),
    ({"due_days": -1}, "invalid", "due_days"),
    ({"subscription_id": "sub_1"}, "invalid", "subscription_id"),
    ({"discount": 5}, "invalid", "discount"),
]


WRONG_DISCOUNTS: list[tuple[dict[str, Any], str, str]] = [
    ({}, "discount_ambiguous", "discount"),
    ({"percent": 10, "amount": 10}, "discount_ambiguous", "discount"),
    ({"percent": 0}, "discount_out_of_range", "discount.percent"),
    ({"percent": 100.5}, "discount_out_of_range", "discount.percent"),
    ({"percent": "33.333"}, "discount_out_of_range", "discount.percent"),
    ({"percent": "NaN"}, "invalid", "discount.percent"),
    ({"amount": -1}, "discount_out_of_range", "discount.amount"),
    ({"amount": 1.5}, "amount_too_precise", "amount"),
    ({"reason": "Friend"}, "invalid", "discount.reason"),
]
WRONG_ORDERS: list[tuple[dict[str, Any], str, str]] = [
    *(({"discount": wrong}, code, field) for wrong, code, field in WRONG_DISCOUNTS),
    ({"discount": {"amount": 2001}}, "discount_above_order", "discount.amount"),
    ({"shipping": {"amount": 500}}, "invalid", "shipping.label"),
    ({"shipping": {"label": "Parcel", "amount": -1}}, "negative_amount", "shipping.amount"),
    ({"shipping": {"label": "Parcel", "amount": 10**12}}, "amount_too_large", "shipping.amount"),
    ({"shipping": {"label": "Parcel", "amount": 4.95}}, "amount_too_precise", "amount"),
    ({"shipping": {"label": "Parcel", "amount": 5, "tax_class": "x"}}, "invalid", "shipping.tax_class"),
    ({"shipping_address": {"line1": "Spui 1"}}, "address_invalid", "shipping_address.country"),
    (
        {"shipping_address": {"line1": "Spui 1", "country": "NL"}},
        "address_invalid",
        "shipping_address.postal_code",
    ),
    ({"shipping": {"label": "Parcel", "amount": 1}, "lines": []}, "no_lines", "lines"),
]


async def test_what_is_wrong_with_a_discount_or_the_shipping_is_named_and_nothing_happens(
    by_business: Client, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    of_line: list[tuple[dict[str, Any], str, str]] = [
        *((wrong, code, field) for wrong, code, field in WRONG_DISCOUNTS),
        ({"amount": 2001}, "discount_above_line", "discount.amount"),
    ]
    lines: list[tuple[dict[str, Any], str, str]] = [
        ({"lines": [LAMP | {"discount": wrong}]}, code, f"lines.0.{field}" if "discount" in field else field)
        for wrong, code, field in of_line
    ]
    before = await stored()
    async with by_business() as client:
        for change, code, field in [*WRONG_ORDERS, *lines]:
            body = {"customer_id": ada.id, "lines": [LAMP]} | change
            answer = await client.post("/v1/orders", json=body)
            problem = answer.json()
            named = problem.get("field") or problem["errors"][0]["field"]
            assert (answer.status_code, problem["code"], named) == (422, code, field), change
        for only_of_orders in ("discount", "shipping", "shipping_address"):
            body = {"customer_id": ada.id, "lines": [LAMP], only_of_orders: {}}
            assert (await client.post("/v1/invoices", json=body)).json()["code"] == "invalid"
    assert await stored() == before


async def test_discounts_and_shipping_are_shown_on_the_order_and_its_invoice(
    by_business: Client, by_customer: Client, a_customer: ACustomer
) -> None:
    ada = await a_customer(country="NL")
    address = {"line1": "Spui 1", "postal_code": "1012 WX", "city": "Amsterdam", "country": "NL"}
    inside = LAMP | {"unit_amount": 1210, "tax_behavior": "inclusive", "discount": {"percent": 50}}
    body = {
        "customer_id": ada.id,
        "lines": [LAMP | {"discount": {"amount": 790}}, inside],
        "discount": {"percent": 10},
        "shipping": {"label": "Parcel", "amount": 500, "tax_class": "reduced"},
        "shipping_address": address,
    }
    async with by_business() as client:
        placed = await client.post("/v1/orders", json=body)
        order = placed.json()
        invoice = (await client.get(f"/v1/invoices/{order['invoice_id']}")).json()
        part = {"invoice_id": invoice["id"], "lines": [{"line": 1, "quantity": 1}]}
        credited = (await client.post("/v1/credit-notes", json=part)).json()
    assert placed.status_code == 201
    # Of 1210 and 1210 that are left of the lines 242 come off together.
    assert order["discount"] == {"percent": 10, "amount": {"amount": 242, "currency": "EUR"}}
    assert order["shipping_address"] == address | {"line2": None, "region": None}
    assert [
        (
            line["discount"] and line["discount"]["amount"],
            line["amount"]["amount"],
            line["tax"]["amount"],
            line["shipping"],
        )
        for line in order["lines"]
    ] == [(911, 1089, 229, False), (1100, 900, 189, False), (None, 500, 45, True)]
    assert invoice["lines"] == order["lines"]
    assert [
        (each["percent"], each["taxable"]["amount"], each["tax"]["amount"]) for each in order["taxes"]
    ] == [
        (21, 1989, 418),
        (9, 500, 45),
    ]
    assert order["total"]["amount"] == invoice["total"]["amount"] == 1989 + 418 + 545
    (given_back,) = credited["lines"]
    assert (given_back["discount"]["amount"], given_back["amount"]["amount"]) == (456, 545)
    async with by_customer(ada.id) as client:
        shown = (await client.get(f"/customer/orders/{order['id']}")).json()
        bill = (await client.get(f"/customer/invoices/{invoice['id']}")).json()
        exported = (await client.get("/customer/export")).json()["invoices"]
    assert (shown["discount"], shown["shipping_address"]) == (order["discount"], order["shipping_address"])
    assert bill["shipping_address"] == invoice["shipping_address"] == order["shipping_address"]
    assert exported == [bill]


async def test_what_is_wrong_with_a_sale_is_named_and_nothing_happens(
    by_business: Client, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    async with by_business() as client:
        for (change, code, field), path in product(WRONG_SALES, ("/v1/orders", "/v1/invoices")):
            body = {"customer_id": ada.id, "lines": [LAMP]} | change
            answer = await client.post(path, json=body)
            problem = answer.json()
            named = problem.get("field") or problem["errors"][0]["field"]
            assert (answer.status_code, problem["code"], named) == (422, code, field)
    assert await stored() == before


async def test_a_line_is_taxed_as_its_product_unless_it_says_otherwise(
    by_business: Client, a_customer: ACustomer, a_product: AProduct
) -> None:
    ada = await a_customer(country="NL")
    book = LAMP | {"product_id": await a_product(tax_class=TaxClass.REDUCED)}
    lines = [book, book | {"tax_class": "zero"}, LAMP, LAMP | {"tax_behavior": "inclusive"}]
    async with by_business() as client:
        for path in ("/v1/orders", "/v1/invoices"):
            made = (await client.post(path, json={"customer_id": ada.id, "lines": lines})).json()
            assert [
                (line["tax_class"], line["tax_percent"], line["amount"]["amount"], line["tax"]["amount"])
                for line in made["lines"]
            ] == [
                ("reduced", 9, 2000, 180),
                ("zero", 0, 2000, 0),
                ("standard", 21, 2000, 420),
                ("standard", 21, 1653, 347),
            ]
            assert made["total"]["amount"] == 2180 + 2000 + 2420 + 2000


COMPANY = {"country": "DE", "company": "Engines GmbH", "vat_id": "DE136695976"}
ROUEN = {"line1": "1 Rue Jeanne", "postal_code": "76000", "city": "Rouen", "country": "FR"}
ZURICH = {"line1": "Bahnhofstrasse 1", "postal_code": "8001", "city": "Zürich", "country": "CH"}


@pytest.mark.parametrize(
    ("customer", "address", "goods", "services"),
    [
        (COMPANY, None, "intra_community", "reverse_charge"),
        (COMPANY, ROUEN, "intra_community", "reverse_charge"),
        (COMPANY, ZURICH, "export", "reverse_charge"),
        ({"country": "CH"}, None, "export", "outside_scope"),
        ({"country": "CH"}, ROUEN, "standard", "outside_scope"),
        ({"country": "DE"}, ZURICH, "export", "standard"),
        ({"country": "CH"}, ROUEN | {"country": "fr"}, "standard", "outside_scope"),
        ({"country": "DE", "shipping_address": Address(**ZURICH)}, None, "export", "standard"),
    ],
)
async def test_goods_are_taxed_where_they_go_and_services_where_the_customer_lives(
    by_business: Client,
    a_customer: ACustomer,
    a_product: AProduct,
    customer: dict[str, Any],
    address: dict[str, str] | None,
    goods: str,
    services: str,
) -> None:
    ada = await a_customer(**customer)
    lines = [
        LAMP | {"product_id": await a_product(supply=Supply.GOODS)},
        LAMP | {"supply": "goods"},
        LAMP,
    ]
    body = {"customer_id": ada.id, "lines": lines, "shipping": {"label": "Parcel", "amount": 500}}
    async with by_business() as client:
        placed = await client.post("/v1/orders", json=body | {"shipping_address": address})
        order = placed.json()
        invoice = (await client.get(f"/v1/invoices/{order['invoice_id']}")).json()
        same = ("description", "quantity", "supply", "tax_class", "tax_behavior")
        asked = {
            "customer_id": ada.id,
            "currency": "EUR",
            "lines": [
                {name: line[name] for name in same} | {"amount": line["amount"]["amount"]}
                for line in order["lines"]
            ],
            "shipping_address": address,
        }
        quote = (await client.post("/v1/tax-quotes", json=asked)).json()
    assert placed.status_code == 201
    assert [(line["supply"], line["tax_category"]) for line in order["lines"]] == [
        ("goods", goods),
        ("goods", goods),
        ("services", services),
        ("goods", goods),
    ]
    assert invoice["lines"] == order["lines"]
    assert [(line["category"], line["rate"], line["tax"]) for line in quote["lines"]] == [
        (line["tax_category"], line["tax_percent"], line["tax"]) for line in order["lines"]
    ]
    assert (quote["tax"], quote["total"]) == (order["tax"], order["total"])


@pytest.mark.parametrize(
    ("supply", "shown"), [("goods", ZURICH | {"line2": None, "region": None}), ("services", None)]
)
async def test_an_invoice_shows_where_its_goods_were_taxed_to_go(
    by_business: Client, by_customer: Client, a_customer: ACustomer, supply: str, shown: object
) -> None:
    """One of its own, of an order without an address, and one that was a draft."""
    ada = await a_customer(country="DE", shipping_address=Address(**ZURICH))
    body = {"customer_id": ada.id, "lines": [LAMP | {"supply": supply}]}
    async with by_business() as client:
        own = (await client.post("/v1/invoices", json=body)).json()
        draft = (await client.post("/v1/invoices", json=body | {"draft": True})).json()
        final = (await client.post(f"/v1/invoices/{draft['id']}/finalize")).json()
        order = (await client.post("/v1/orders", json=body)).json()
        await client.patch(f"/v1/customers/{ada.id}", json={"shipping_address": ROUEN})
        paths = [f"/v1/invoices/{each}" for each in (order["invoice_id"], final["id"], own["id"])]
        read = [(await client.get(path)).json() for path in paths]
    async with by_customer(ada.id) as client:
        exported = (await client.get("/customer/export")).json()["invoices"]
        bill = (await client.get(f"/customer/invoices/{own['id']}")).json()
    assert order["shipping_address"] is None
    assert [each["shipping_address"] for each in (own, final, bill, *read, *exported)] == [shown] * 9


async def test_what_is_no_product_of_the_business_or_not_sold_is_refused_and_nothing_happens(
    by_business: Client, a_customer: ACustomer, a_product: AProduct, stored: Stored
) -> None:
    ada = await a_customer()
    known = LAMP | {"product_id": await a_product("prod_known")}
    foreign = await a_product("prod_foreign", business_id=CONTOSO)
    inactive = await a_product("prod_inactive", active=False)
    wrong = [
        ("prod_0", 404, "product_not_found"),
        (foreign, 404, "product_not_found"),
        (inactive, 409, "product_not_sold"),
    ]
    before = await stored()
    async with by_business() as client:
        for (product_id, status, code), path in product(wrong, ("/v1/orders", "/v1/invoices")):
            lines = [known, LAMP | {"product_id": product_id, "tax_class": "standard"}]
            answer = await client.post(path, json={"customer_id": ada.id, "lines": lines})
            said = answer.json()
            assert (answer.status_code, said["code"], said["field"]) == (status, code, "lines.1.product_id")
    assert await stored() == before


async def test_a_repeated_order_draws_no_second_number(
    by_business: Client, a_customer: ACustomer, database: Database
) -> None:
    ada = await a_customer()
    body = {"customer_id": ada.id, "lines": [LAMP]}
    async with by_business() as client:
        answers = [
            await client.post("/v1/orders", json=body, headers={"Idempotency-Key": key})
            for key in ("k1", "k1", "k2")
        ]
    assert [answer.json()["invoice_number"] for answer in answers] == [
        "NW-2026-00001",
        "NW-2026-00001",
        "NW-2026-00002",
    ]
    assert len(await announced(database)) == 4


WRONG_PAYMENTS: list[tuple[dict[str, object], int, str]] = [
    ({"amount": {"amount": 2421, "currency": "EUR"}}, 409, "payment_above_open"),
    ({"amount": {"amount": 2420, "currency": "USD"}}, 409, "payment_currency_differs"),
    ({"amount": {"amount": 0, "currency": "EUR"}}, 422, "payment_not_positive"),
    ({"amount": {"amount": 10**30, "currency": "EUR"}}, 422, "amount_too_large"),
    (
        {"amount": {"amount": 2420, "currency": "EUR"}, "paid_at": "2026-03-10T09:30:01Z"},
        422,
        "payment_in_future",
    ),
    ({"amount": {"amount": 2420, "currency": "EUR"}, "paid_at": "2026-03-09T12:00:00"}, 422, "invalid"),
    ({"amount": 2420}, 422, "invalid"),
]


async def test_a_payment_that_the_invoice_cannot_take_changes_nothing(
    by_business: Client, an_order: AnOrder, stored: Stored
) -> None:
    order = await an_order()
    before = await stored()
    async with by_business() as client:
        for body, status, code in WRONG_PAYMENTS:
            answer = await client.post(f"/v1/invoices/{order.invoice_id}/payments", json=body)
            assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await stored() == before


async def test_a_paid_invoice_takes_no_more(by_business: Client, an_order: AnOrder, stored: Stored) -> None:
    order = await an_order()
    path, body = f"/v1/invoices/{order.invoice_id}/payments", {"amount": {"amount": 2420, "currency": "EUR"}}
    async with by_business() as client:
        assert (await client.post(path, json=body)).status_code == 201
        before = await stored()
        again = await client.post(path, json=body)
    assert (again.status_code, again.json()["code"]) == (409, "invoice_already_paid")
    assert await stored() == before


async def test_lists_are_newest_first_and_may_name_a_customer_and_a_status(
    by_business: Client, a_customer: ACustomer, an_order: AnOrder
) -> None:
    ada, grace = await a_customer(), await a_customer("grace@example.com")
    old = await an_order(ada, now=NOW - timedelta(days=400))
    new = await an_order(ada)
    of_grace = await an_order(grace, now=NOW - timedelta(days=1))
    async with by_business() as client:
        await client.post(
            f"/v1/invoices/{old.invoice_id}/payments", json={"amount": {"amount": 2420, "currency": "EUR"}}
        )
        everything = (await client.get("/v1/orders")).json()["data"]
        of_ada = (await client.get("/v1/orders", params={"customer_id": ada.id})).json()["data"]
        is_open = (await client.get("/v1/invoices", params={"status": "open"})).json()["data"]
        paid_by_ada = (
            await client.get("/v1/invoices", params={"status": "paid", "customer_id": ada.id})
        ).json()["data"]
    assert [order["id"] for order in everything] == [new.id, of_grace.id, old.id]
    assert [order["id"] for order in of_ada] == [new.id, old.id]
    assert [invoice["id"] for invoice in is_open] == [new.invoice_id, of_grace.invoice_id]
    assert [invoice["id"] for invoice in paid_by_ada] == [old.invoice_id]


async def test_what_is_another_business_s_looks_as_if_it_were_not_there(
    by_business: Client, an_order: AnOrder, stored: Stored
) -> None:
    order = await an_order()
    before = await stored()
    async with by_business(CONTOSO) as client:
        for foreign, missing in [
            (f"/v1/customers/{order.customer_id}", "/v1/customers/cus_0"),
            (f"/v1/orders/{order.id}", "/v1/orders/ord_0"),
            (f"/v1/invoices/{order.invoice_id}", "/v1/invoices/inv_0"),
        ]:
            found, not_there = await client.get(foreign), await client.get(missing)
            assert (found.status_code, found.json()) == (404, not_there.json())
        body = {"customer_id": order.customer_id, "lines": [LAMP]}
        for path in ("/v1/orders", "/v1/invoices"):
            assert (await client.post(path, json=body)).status_code == 404
        payment = {"amount": {"amount": 1, "currency": "EUR"}}
        path = f"/v1/invoices/{order.invoice_id}/payments"
        assert (await client.post(path, json=payment)).status_code == 404
        for path in ("/v1/customers", "/v1/orders", "/v1/invoices"):
            assert (await client.get(path)).json() == {"data": [], "next_cursor": None}
    assert await stored() == before


async def test_a_cursor_of_another_making_is_refused(by_business: Client) -> None:
    async with by_business() as client:
        for cursor in ("!", "eA", "MjAyNi0wMy0xMFQwOTozMDowMCBvcmRfMQ"):
            for path in ("/v1/customers", "/v1/orders", "/v1/invoices"):
                answer = await client.get(path, params={"cursor": cursor})
                assert (answer.status_code, answer.json()["code"]) == (422, "invalid_cursor")

"""The doors of credit notes, balances, and of invoices that are not to be paid."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.order import Order
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, an_origin
from httpx import AsyncClient, Response

Client = Callable[..., AsyncClient]
AnOrder = Callable[..., Awaitable[Order]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]


def euros(amount: int) -> dict[str, object]:
    """Cents."""
    return {"amount": amount, "currency": "EUR"}


async def test_a_credit_note_is_issued_once_and_seen_by_its_customer(
    database: Database,
    by_business: Client,
    by_customer: Client,
    an_order: AnOrder,
    a_customer: Callable[..., Awaitable[Customer]],
) -> None:
    order, grace = await an_order(), await a_customer("grace@example.com")
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=Money(2420, "EUR"))
    body = {"invoice_id": order.invoice_id, "lines": [{"line": 1, "quantity": 1}], "reason": "Broken"}
    async with by_business() as client:
        answers = [
            await client.post("/v1/credit-notes", json=body, headers={"Idempotency-Key": "key-1"})
            for _ in range(2)
        ]
        note = answers[0].json()
        assert [answer.status_code for answer in answers] == [201, 201]
        assert answers[1].json() == note
        assert (await client.get(f"/v1/credit-notes/{note['id']}")).json() == note
        (listed,) = (await client.get("/v1/credit-notes", params={"invoice_id": order.invoice_id})).json()[
            "data"
        ]
        assert note["document_ready"] is False
        assert listed == {name: note[name] for name in note.keys() - {"lines", "document_ready"}}
        invoice = (await client.get(f"/v1/invoices/{order.invoice_id}")).json()
        statement = (await client.get(f"/v1/customers/{order.customer_id}/balance")).json()
    assert (note["number"], note["invoice_number"], note["reason"]) == (
        "NW-CN-2026-00001",
        "NW-2026-00001",
        "Broken",
    )
    assert (note["total"], note["settled"], note["to_balance"], note["refunds"]) == (
        euros(1210),
        euros(0),
        euros(1210),
        [],
    )
    assert [(line["of_line"], line["quantity"], line["amount"]) for line in note["lines"]] == [
        (1, 1, euros(1000))
    ]
    assert (invoice["status"], invoice["credited"]) == ("paid", euros(1210))
    assert statement["balances"] == [euros(1210)]
    assert [(line["occasion"], line["cause"], line["balance"]) for line in statement["data"]] == [
        ("credit_note_issued", note["id"], euros(1210))
    ]
    async with by_customer(order.customer_id) as client:
        assert (await client.get("/customer/credit-notes")).json()["data"] == [listed]
        assert (await client.get(f"/customer/credit-notes/{note['id']}")).json() == note
        assert (await client.get("/customer/balance")).json() == statement
    async with by_customer(grace.id) as client:
        assert (await client.get("/customer/credit-notes")).json()["data"] == []
        assert (await client.get(f"/customer/credit-notes/{note['id']}")).status_code == 404
        assert (await client.get("/customer/balance")).json()["data"] == []
    async with by_business(CONTOSO) as client:
        assert (await client.get(f"/v1/credit-notes/{note['id']}")).status_code == 404
        assert (await client.get(f"/v1/customers/{order.customer_id}/balance")).status_code == 404


@pytest.mark.parametrize(
    ("what", "status", "code", "field"),
    [
        ({"amount": euros(2421)}, 409, "credit_above_rest", "amount.amount"),
        ({"amount": {"amount": 10.5, "currency": "EUR"}}, 422, "amount_too_precise", "amount"),
        ({"amount": {"amount": 10, "currency": "XXX"}}, 422, "unknown_currency", "currency"),
        ({"amount": {"amount": 10, "currency": "USD"}}, 409, "credit_currency_differs", "amount.currency"),
        ({"amount": euros(0)}, 422, "credit_not_positive", "amount.amount"),
        ({"amount": euros(1), "lines": [{"line": 1}]}, 422, "credit_amount_and_lines", "amount"),
        ({"lines": [{"line": 2}]}, 422, "no_such_invoice_line", "lines.0.line"),
        ({"lines": [{"line": 1, "quantity": 3}]}, 422, "credit_quantity_out_of_range", "lines.0.quantity"),
        ({"lines": [{"line": 1}, {"line": 1}]}, 422, "credit_line_twice", "lines.1.line"),
        ({"invoice_id": "inv_of_another"}, 404, "not_found", None),
    ],
)
async def test_what_is_wrong_is_named_and_nothing_happens(
    by_business: Client,
    an_order: AnOrder,
    stored: Stored,
    what: dict[str, object],
    status: int,
    code: str,
    field: str | None,
) -> None:
    order = await an_order()
    before = await stored()
    async with by_business() as client:
        answer = await client.post("/v1/credit-notes", json={"invoice_id": order.invoice_id} | what)
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem.get("field")) == (status, code, field)
    assert await stored() == before


async def test_an_invoice_is_made_void_once(by_business: Client, an_order: AnOrder, booked: Any) -> None:
    order = await an_order()
    async with by_business() as client:
        void = await client.post(f"/v1/invoices/{order.invoice_id}/void")
        again = await client.post(f"/v1/invoices/{order.invoice_id}/void")
    assert (void.status_code, void.json()["status"], void.json()["open"]) == (200, "void", euros(0))
    assert (again.status_code, again.json()["code"]) == (409, "invoice_void")
    assert [occasion for occasion, _ in await booked()] == ["invoice_finalized", "invoice_voided"]


async def test_one_that_was_paid_in_part_is_not_made_void_but_can_be_given_up(
    database: Database, by_business: Client, an_order: AnOrder, stored: Stored, booked: Any
) -> None:
    order = await an_order()
    async with database.work(an_origin()) as work:
        await record_payment(work, order.invoice_id, amount=Money(420, "EUR"))
    before = await stored()
    async with by_business() as client:
        void = await client.post(f"/v1/invoices/{order.invoice_id}/void")
        assert (void.status_code, void.json()["code"]) == (409, "invoice_touched")
        assert await stored() == before
        given_up = await client.post(f"/v1/invoices/{order.invoice_id}/uncollectible")
        again = await client.post(f"/v1/invoices/{order.invoice_id}/uncollectible")
    assert (given_up.json()["status"], given_up.json()["open"], given_up.json()["written_off"]) == (
        "uncollectible",
        euros(0),
        euros(2000),
    )
    assert (again.status_code, again.json()["code"]) == (409, "invoice_written_off")
    assert (await booked())[-1] == ("invoice_written_off", {"write_offs": 2000, "receivable": -2000})


async def test_a_statement_has_pages(by_business: Client, a_customer: Any) -> None:
    ada = await a_customer()
    path = f"/v1/customers/{ada.id}/balance"
    async with by_business() as client:
        for amount in (100, 200, -50):
            body = {"amount": euros(amount), "reason": "Sorry"}
            answer = await client.post(f"{path}/adjustments", json=body)
            assert answer.status_code == 201
        assert answer.json() == {"balances": [euros(250)]}
        first = (await client.get(path, params={"limit": 2})).json()
        cursor = first["next_cursor"]
        second = (await client.get(path, params={"limit": 2, "cursor": cursor})).json()
        wrong = await client.post(f"{path}/adjustments", json={"amount": euros(-251), "reason": "Too much"})
        bad = await client.get(path, params={"cursor": "bm9uZQ"})
    shown = [(line["amount"], line["balance"]) for page in (first, second) for line in page["data"]]
    assert shown == [(euros(-50), euros(250)), (euros(200), euros(300)), (euros(100), euros(100))]
    assert second["next_cursor"] is None
    assert (wrong.status_code, wrong.json()["code"]) == (409, "balance_too_low")
    assert bad.status_code == 422


async def patiently(client: AsyncClient, path: str, body: dict[str, Any]) -> Response:
    """The answer, once there is a connection for it: on a busy machine fifty wait longer than one may."""
    key = {"Idempotency-Key": uuid4().hex}
    while True:
        answer = await client.post(path, json=body, headers=key)
        if answer.status_code != 503:
            return answer


async def test_fifty_finalisations_and_credit_notes_at_once_leave_no_gap(
    by_business: Client, an_order: AnOrder, a_customer: Any, booked: Any
) -> None:
    """Every third is refused when its number was drawn, and gives it back."""
    people = [await a_customer(f"ada{number}@example.com") for number in range(5)]
    lamp = {"description": "Desk lamp", "quantity": 1, "unit_amount": 1000, "currency": "EUR"}

    async def sell(client: AsyncClient, number: int) -> int:
        body: dict[str, Any] = {"customer_id": people[number % 5].id, "lines": [lamp]}
        if number % 3 == 0:
            body["lines"] = [lamp | {"description": "A name with \x00 in it"}]
        sold = await patiently(client, "/v1/invoices", body)
        if sold.status_code == 201:
            credited = await patiently(client, "/v1/credit-notes", {"invoice_id": sold.json()["id"]})
            assert credited.status_code == 201
        return sold.status_code

    async with by_business() as client:
        statuses = await asyncio.gather(*(sell(client, number) for number in range(50)))
        invoices = (await client.get("/v1/invoices", params={"limit": 100})).json()["data"]
        notes = (await client.get("/v1/credit-notes", params={"limit": 100})).json()["data"]
    assert sorted(set(statuses)) == [201, 422]
    assert sorted(invoice["number"] for invoice in invoices) == [
        f"NW-2026-{number:05}" for number in range(1, 34)
    ]
    assert sorted(note["number"] for note in notes) == [f"NW-CN-2026-{number:05}" for number in range(1, 34)]
    assert len(await booked()) == 66

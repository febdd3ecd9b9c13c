"""Tickets by the business's key."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.ticket import Ticket
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]
GRACE = "cus_01jdgrace000e8000000000000"
INVOICE = "inv_01jdm3k8zq7r2t5v8w3x9y4b6c"
TICKET = {
    "customer_id": ADA,
    "subject": "Refund, please",
    "category": "refund",
    "text": "By phone.",
}


async def test_staff_open_a_ticket_and_answer_it(database: Database, by_business: Client) -> None:
    async with by_business() as client:
        opened = await client.post("/v1/tickets", json=TICKET | {"priority": "high", "invoice_id": INVOICE})
        path = f"/v1/tickets/{opened.json()['id']}"
        replied = await client.post(f"{path}/replies", json={"text": "We look into it."})

        assert (opened.status_code, replied.status_code) == (201, 201)
        assert {name: opened.json()[name] for name in ("number", "category", "priority", "invoice_id")} == {
            "number": "T-1001",
            "category": "refund",
            "priority": "high",
            "invoice_id": INVOICE,
        }
        assert (opened.json()["opened_by"], opened.json()["author"]) == ("staff", None)
        assert (replied.json()["status"], replied.json()["version"]) == ("in_review", 2)
        assert (await client.get(path)).json() == replied.json()
    assert [event.type for event in await announced(database)] == ["ticket.opened", "ticket.replied"]


async def test_the_same_key_replies_once(
    database: Database, a_ticket: OpenTicket, by_business: Client
) -> None:
    ticket = await a_ticket()
    async with by_business(customer_id=None) as client:
        first, again = [
            await client.post(
                f"/v1/tickets/{ticket.id}/replies", json={"text": "Hi."}, headers={"Idempotency-Key": "k1"}
            )
            for _ in range(2)
        ]

    assert (again.status_code, again.json()) == (201, first.json())
    assert len(first.json()["replies"]) == 1
    assert [event.type for event in await announced(database)] == ["ticket.opened", "ticket.replied"]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"subject": " "}, "subject_malformed", "subject"),
        ({"text": "a" * 10_001}, "text_malformed", "text"),
        ({"category": "praise"}, "unknown_category", "category"),
        ({"priority": "whenever"}, "unknown_priority", "priority"),
        ({"subscription_id": "sub_1"}, "link_malformed", "subscription_id"),
        ({"invoice_id": "NW-2026-00031"}, "link_malformed", "invoice_id"),
        ({"order_id": INVOICE}, "link_malformed", "order_id"),
        ({"colour": "red"}, "invalid", None),
    ],
)
async def test_a_ticket_is_refused_and_nothing_changes(
    by_business: Client, stored: Stored, change: dict[str, Any], code: str, field: str | None
) -> None:
    before = await stored()
    async with by_business() as client:
        refused = await client.post("/v1/tickets", json=TICKET | change)

    assert (refused.status_code, refused.json()["code"], refused.json().get("field")) == (422, code, field)
    assert await stored() == before


async def test_another_customer_is_not_found(by_business: Client, stored: Stored) -> None:
    before = await stored()
    async with by_business(customer_id=GRACE) as about_grace, by_business(customer_id=None) as about_nobody:
        for client in (about_grace, about_nobody):
            refused = await client.post("/v1/tickets", json=TICKET)
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")

    assert await stored() == before


async def test_another_business_sees_and_changes_nothing(
    a_ticket: OpenTicket, by_business: Client, stored: Stored
) -> None:
    ticket = await a_ticket()
    before = await stored()
    async with by_business(CONTOSO, customer_id=None) as contoso:
        for answer in (
            await contoso.get(f"/v1/tickets/{ticket.id}"),
            await contoso.post(f"/v1/tickets/{ticket.id}/replies", json={"text": "Hello?"}),
        ):
            assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")
        listed = await contoso.get("/v1/tickets", params={"customer_id": ADA})

    assert listed.json() == {"data": [], "next_cursor": None}
    assert await stored() == before


async def test_a_business_lists_all_its_customers_or_one(a_ticket: OpenTicket, by_business: Client) -> None:
    ada, grace = await a_ticket(), await a_ticket(customer_id=GRACE)
    await a_ticket(origin=an_origin(business_id=CONTOSO))
    async with by_business(customer_id=None) as client:
        everyone = (await client.get("/v1/tickets")).json()["data"]
        one = (await client.get("/v1/tickets", params={"customer_id": GRACE})).json()["data"]

    assert [ticket["id"] for ticket in everyone] == [grace.id, ada.id]
    assert [ticket["id"] for ticket in one] == [grace.id]

"""What a customer sees of support and says to it, through the portal."""

import json
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW
from foyer_shared.testing.outbox import announced
from foyer_support.domain.ticket import Ticket
from foyer_support.storage.rows import BusinessRow, CustomerRow
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]
GRACE = "cus_01jdgrace000e8000000000000"
QUESTION = {"subject": "Where is my invoice?", "category": "billing", "text": "  <b>I</b> cannot find it.\n"}


async def test_a_customer_asks_and_is_answered(
    database: Database, by_customer: Client, by_business: Client
) -> None:
    async with database.session() as session:
        session.add(BusinessRow(id=NORTHWIND, version=1, name="Northwind"))
        session.add(
            CustomerRow(
                id=ADA,
                version=1,
                business_id=NORTHWIND,
                name="Ada Lovelace",
                language="en",
                email="ada@example.com",
            )
        )
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        asked = await ada.post("/customer/tickets", json=QUESTION)
        path = f"/customer/tickets/{asked.json()['id']}"
        assert asked.status_code == 201
        assert asked.json() == {
            "id": asked.json()["id"],
            "customer_id": ADA,
            "number": "T-1001",
            "subject": "Where is my invoice?",
            "category": "billing",
            "priority": "normal",
            "status": "open",
            "subscription_id": None,
            "invoice_id": None,
            "order_id": None,
            "change_id": None,
            "payment_plan_id": None,
            "collection_case_id": None,
            "opened_at": "2026-03-10T09:30:00Z",
            "resolved_at": None,
            "version": 1,
            "opened_by": "customer",
            "author": "Ada Lovelace",
            "text": "  <b>I</b> cannot find it.\n",
            "attachments": [],
            "cancellation": None,
            "refund_request": None,
            "replies": [],
            "history": [],
            "actions": ["reply", "close"],
        }
        await staff.post(f"/v1/tickets/{asked.json()['id']}/replies", json={"text": "Look below."})
        replied = await ada.post(f"{path}/replies", json={"text": "Thank you!"})
        assert replied.status_code == 201
        assert replied.json() == (await ada.get(path)).json()
        assert [(each["by"], each["author"], each["text"]) for each in replied.json()["replies"]] == [
            ("staff", "Northwind", "Look below."),
            ("customer", "Ada Lovelace", "Thank you!"),
        ]
        assert replied.json()["status"] == "in_review"
        assert replied.json()["history"] == [
            {"status": "in_review", "cause": "reply", "at": "2026-03-10T09:30:00Z"}
        ]
        [shown] = (await ada.get("/customer/overview")).json()["open_tickets"]
        assert (shown["number"], shown["status"]) == ("T-1001", "in_review")


async def test_the_overview_leaves_out_what_is_resolved(
    resolved: OpenTicket, a_ticket: OpenTicket, by_customer: Client
) -> None:
    done = await resolved()
    older = await a_ticket(now=NOW - timedelta(days=2))
    newer = await a_ticket(now=NOW - timedelta(days=1))
    async with by_customer() as ada:
        shown = (await ada.get("/customer/overview")).json()["open_tickets"]
        listed = (await ada.get("/customer/tickets")).json()["data"]

    assert [ticket["id"] for ticket in shown] == [newer.id, older.id]
    assert [ticket["id"] for ticket in listed] == [done.id, newer.id, older.id]


async def test_tickets_come_in_pages_without_gap_or_repeat(a_ticket: OpenTicket, by_customer: Client) -> None:
    opened = [(await a_ticket()).id for _ in range(5)]
    found: list[str] = []
    cursor = None
    async with by_customer() as ada:
        for _ in range(3):
            params = {"limit": "2"} | ({"cursor": cursor} if cursor else {})
            page = (await ada.get("/customer/tickets", params=params)).json()
            found += [ticket["id"] for ticket in page["data"]]
            cursor = page["next_cursor"]

    assert found == opened[::-1]
    assert cursor is None


async def test_the_same_key_opens_one_ticket(database: Database, by_customer: Client) -> None:
    async with by_customer() as ada:
        first, again = [
            await ada.post("/customer/tickets", json=QUESTION, headers={"Idempotency-Key": "k1"})
            for _ in range(2)
        ]
        other = await ada.post(
            "/customer/tickets", json=QUESTION | {"text": "Another."}, headers={"Idempotency-Key": "k1"}
        )

    assert (again.status_code, again.json()) == (201, first.json())
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert [event.type for event in await announced(database)] == ["ticket.opened"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"subject": ""}, "subject_malformed"),
        ({"subject": "a" * 201}, "subject_malformed"),
        ({"category": "refund"}, "unknown_category"),
        ({"category": "cancellation"}, "unknown_category"),
        ({"category": "collection"}, "unknown_category"),
        ({"text": "\n"}, "text_malformed"),
        ({"text": "a" * 10_001}, "text_malformed"),
        ({"priority": "urgent"}, "invalid"),
        ({"customer_id": GRACE}, "invalid"),
        ({"subject": 7}, "invalid"),
    ],
)
async def test_a_question_is_refused_and_nothing_changes(
    by_customer: Client, stored: Stored, change: dict[str, Any], code: str
) -> None:
    before = await stored()
    async with by_customer() as ada:
        refused = await ada.post("/customer/tickets", json=QUESTION | change)

    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await stored() == before


async def test_half_a_character_is_refused(by_customer: Client, stored: Stored) -> None:
    before = await stored()
    body = json.dumps(QUESTION | {"text": "\ud83d"})
    async with by_customer() as ada:
        refused = await ada.post(
            "/customer/tickets", content=body, headers={"Content-Type": "application/json"}
        )

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert await stored() == before


async def test_a_reply_long_after_the_end_is_refused(
    resolved: OpenTicket, by_customer: Client, stored: Stored
) -> None:
    ticket = await resolved(NOW - timedelta(days=15))
    before = await stored()
    async with by_customer() as ada:
        refused = await ada.post(f"/customer/tickets/{ticket.id}/replies", json={"text": "Hello?"})

    assert (refused.status_code, refused.json()["code"]) == (409, "resolved_too_long_ago")
    assert await stored() == before


async def test_a_reply_in_time_reopens(resolved: OpenTicket, by_customer: Client) -> None:
    ticket = await resolved(NOW - timedelta(days=13))
    async with by_customer() as ada:
        reopened = await ada.post(f"/customer/tickets/{ticket.id}/replies", json={"text": "Hello?"})

    assert (reopened.status_code, reopened.json()["status"]) == (201, "open")


async def test_anothers_ticket_is_not_found(
    a_ticket: OpenTicket, by_customer: Client, stored: Stored
) -> None:
    ticket = await a_ticket()
    path = f"/customer/tickets/{ticket.id}"
    before = await stored()
    async with by_customer(GRACE) as grace, by_customer(business_id=CONTOSO) as namesake:
        for client in (grace, namesake):
            for answer in (
                await client.get(path),
                await client.post(f"{path}/replies", json={"text": "Hello?"}),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")
            assert (await client.get("/customer/tickets")).json() == {"data": [], "next_cursor": None}
            assert (await client.get("/customer/overview")).json() == {"open_tickets": []}

    assert await stored() == before


async def test_the_export_holds_all_tickets_whole_and_no_other_s(
    a_ticket: OpenTicket, by_customer: Client, by_business: Client
) -> None:
    first, second = await a_ticket(), await a_ticket("And O'Neill's?")
    other = await a_ticket(customer_id=GRACE)
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        for ticket in (first, other):
            await staff.post(f"/v1/tickets/{ticket.id}/replies", json={"text": f"About {ticket.id}."})
        export = (await ada.get("/customer/export")).json()
        whole = [(await ada.get(f"/customer/tickets/{ticket.id}")).json() for ticket in (second, first)]
    assert [ticket.pop("actions") for ticket in whole] == [["reply", "close"]] * 2
    assert export == {"tickets": whole}
    assert [reply["text"] for reply in whole[1]["replies"]] == [f"About {first.id}."]
    async with by_customer(customer_id="cus_new") as nobody:
        assert (await nobody.get("/customer/export")).json() == {"tickets": []}

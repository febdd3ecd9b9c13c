"""Customers close what they have asked, and open it again."""

from collections.abc import Awaitable, Callable
from datetime import timedelta

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import A_LOGIN, ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.use_cases.open_ticket import open_ticket
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Stored = Callable[[], Awaitable[str]]


async def test_it_is_closed_and_opened_again(
    database: Database, a_ticket: OpenTicket, by_customer: Client
) -> None:
    ticket = await a_ticket()
    path = f"/customer/tickets/{ticket.id}"
    async with by_customer() as ada:
        closed, again, reopened = [
            (await ada.post(f"{path}/{what}")).json() for what in ("close", "close", "reopen")
        ]

    assert again == closed
    assert (closed["status"], closed["resolved_at"], closed["actions"]) == (
        "resolved",
        "2026-03-10T09:30:00Z",
        ["reply", "reopen"],
    )
    assert (reopened["status"], reopened["resolved_at"], reopened["actions"]) == (
        "open",
        None,
        ["reply", "close"],
    )
    assert [(step["status"], step["cause"]) for step in reopened["history"]] == [
        ("resolved", "by_customer"),
        ("open", "by_customer"),
    ]
    _, closing, reopening = await announced(database)
    assert {event.type for event in (closing, reopening)} == {"ticket.status_changed"}
    assert [event.subjectversion for event in (closing, reopening)] == [2, 3]
    assert (closing.data["ticket"]["status"], closing.data["before"], closing.data["by"]) == (
        "resolved",
        "open",
        "customer",
    )
    assert (reopening.data["ticket"]["status"], reopening.data["before"]) == ("open", "resolved")
    assert (closing.subject, closing.customerid, closing.actor) == (ticket.id, ADA, str(A_LOGIN))


@pytest.mark.parametrize(("days", "status"), [(14, 200), (15, 409)])
async def test_what_was_resolved_long_ago_stays_resolved(
    resolved: OpenTicket, by_customer: Client, stored: Stored, days: int, status: int
) -> None:
    ticket = await resolved(NOW - timedelta(days=days))
    before = await stored()
    async with by_customer() as ada:
        offered = (await ada.get(f"/customer/tickets/{ticket.id}")).json()["actions"]
        answer = await ada.post(f"/customer/tickets/{ticket.id}/reopen")

    assert answer.status_code == status
    assert offered == (["reply", "reopen"] if status == 200 else [])
    if status == 409:
        assert answer.json()["code"] == "resolved_too_long_ago"
        assert await stored() == before


async def test_what_a_process_has_opened_is_not_closed_by_the_customer(
    database: Database, by_customer: Client, by_business: Client, stored: Stored
) -> None:
    async with database.work(an_origin()) as work:
        ticket = await open_ticket(
            work, by=Side.STAFF, customer_id=ADA, subject="Refund", category="refund", text="As asked."
        )
    before = await stored()
    async with by_customer() as ada, by_business() as staff:
        assert (await ada.get(f"/customer/tickets/{ticket.id}")).json()["actions"] == ["reply"]
        refused = await ada.post(f"/customer/tickets/{ticket.id}/close")
        assert (refused.status_code, refused.json()["code"]) == (409, "resolved_by_its_process")
        assert await stored() == before
        assert (await staff.patch(f"/v1/tickets/{ticket.id}", json={"status": "resolved"})).status_code == 200


async def test_another_s_ticket_is_not_found(
    a_ticket: OpenTicket, by_customer: Client, stored: Stored
) -> None:
    ticket = await a_ticket()
    before = await stored()
    async with by_customer("cus_other") as grace, by_customer(business_id=CONTOSO) as namesake:
        for client in (grace, namesake):
            for what in ("close", "reopen"):
                answer = await client.post(f"/customer/tickets/{ticket.id}/{what}")
                assert (answer.status_code, answer.json()["code"]) == (404, "ticket_not_found")
    async with by_customer(scopes=("support:read",)) as reader:
        assert (await reader.post(f"/customer/tickets/{ticket.id}/close")).status_code == 403

    assert await stored() == before


async def test_a_question_is_about_something(by_customer: Client, stored: Stored) -> None:
    question = {"subject": "This", "category": "billing", "text": "Why?"}
    links = {
        "subscription_id": "sub_01jdm3k8zq7r2t5v8w3x9y4b6c",
        "invoice_id": "inv_01jdm3k8zq7r2t5v8w3x9y4b6c",
        "order_id": "ord_01jdm3k8zq7r2t5v8w3x9y4b6c",
    }
    async with by_customer() as ada:
        asked = (await ada.post("/customer/tickets", json=question | links)).json()
        before = await stored()
        refused = await ada.post("/customer/tickets", json=question | {"invoice_id": "NW-31"})

    assert {name: asked[name] for name in links} == links
    assert (refused.status_code, refused.json()["code"]) == (422, "link_malformed")
    assert await stored() == before

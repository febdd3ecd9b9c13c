"""The ticket of a cancellation at the doors, and the way to it from its subscription."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_support.domain.cancellation import Cancellation, LinkedService
from foyer_support.domain.side import Side
from foyer_support.domain.ticket import Ticket
from foyer_support.use_cases.open_cancellation_ticket import open_cancellation_ticket
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
OpenTicket = Callable[..., Awaitable[Ticket]]
Ask = Callable[..., Awaitable[None]]
STUDIO = "sub_01jdm3k8zq7r2t5v8w3x9y4b6c"
MAGAZINE = "sub_01jdm3k8zq7r2t5v8w3x9y4b6d"
GRACE = "cus_01jdgrace000e8000000000000"


@pytest.fixture
def ask(database: Database) -> Ask:
    """Asks for the end of a subscription."""

    async def ask(change_id: str, subscription_id: str = STUDIO) -> None:
        async with database.work(an_origin(customer_id=ADA)) as work:
            await open_cancellation_ticket(
                work,
                Cancellation(
                    change_id=change_id,
                    effective_at=datetime(2026, 4, 8, 22, tzinfo=UTC),
                    reason="too_expensive",
                    checklist=(LinkedService("ada.example", "https://dns.example/ada"),),
                ),
                by=Side.CUSTOMER,
                customer_id=ADA,
                subscription_id=subscription_id,
                subscription_name="Studio",
                message=None,
            )

    return ask


async def test_both_sides_see_what_is_asked_for(ask: Ask, by_customer: Client, by_business: Client) -> None:
    await ask("chg_1")
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        [listed] = (await ada.get("/customer/overview")).json()["open_tickets"]
        seen = (await ada.get(f"/customer/tickets/{listed['id']}")).json()
        by_staff = (await staff.get(f"/v1/tickets/{listed['id']}")).json()
        assert seen.pop("actions") == ["reply"]
        assert by_staff == seen | {"assigned_to": None, "first_answered_at": None, "notes": []}

    assert (listed["subscription_id"], listed["change_id"]) == (STUDIO, "chg_1")
    assert {name: seen[name] for name in ("category", "change_id", "text", "cancellation", "history")} == {
        "category": "cancellation",
        "change_id": "chg_1",
        "text": "",
        "cancellation": {
            "effective_at": "2026-04-08T22:00:00Z",
            "reason": "too_expensive",
            "checklist": [{"name": "ada.example", "url": "https://dns.example/ada", "done": False}],
        },
        "history": [],
    }


async def test_staff_tick_what_ends_too(ask: Ask, by_customer: Client, by_business: Client) -> None:
    await ask("chg_1")
    async with by_customer() as ada, by_business() as staff, by_business(CONTOSO) as others:
        [listed] = (await ada.get("/customer/overview")).json()["open_tickets"]
        path = f"/v1/tickets/{listed['id']}"
        for done in (True, True, False, True):
            answer = await staff.put(f"{path}/checklist/0", json={"done": done})
            assert (answer.status_code, answer.json()["version"]) == (200, 1)
            assert answer.json()["cancellation"]["checklist"] == [
                {"name": "ada.example", "url": "https://dns.example/ada", "done": done}
            ]
        for position in ("1", "-1"):
            answer = await staff.put(f"{path}/checklist/{position}", json={"done": False})
            assert (answer.status_code, answer.json()["code"]) == (404, "checklist_item_not_found")
        assert (await others.put(f"{path}/checklist/0", json={"done": False})).status_code == 404
        assert (await ada.put(f"{path}/checklist/0", json={"done": False})).status_code in {401, 403}
        [item] = (await staff.get(path)).json()["cancellation"]["checklist"]
        assert item["done"] is True


async def test_a_ticket_of_another_kind_has_no_checklist(a_ticket: OpenTicket, by_business: Client) -> None:
    ticket = await a_ticket()
    async with by_business() as staff:
        answer = await staff.put(f"/v1/tickets/{ticket.id}/checklist/0", json={"done": True})
        assert (answer.status_code, answer.json()["code"]) == (404, "checklist_item_not_found")


async def test_tickets_are_found_by_their_subscription(
    ask: Ask, a_ticket: OpenTicket, by_customer: Client, by_business: Client
) -> None:
    await a_ticket()
    await ask("chg_1")
    await ask("chg_2")
    await ask("chg_3", MAGAZINE)
    query = {"subscription_id": STUDIO}
    async with by_customer() as ada, by_business(customer_id=None) as staff:
        for found in (
            await ada.get("/customer/tickets", params=query),
            await staff.get("/v1/tickets", params=query),
        ):
            assert [each["change_id"] for each in found.json()["data"]] == ["chg_2", "chg_1"]
    async with by_customer(GRACE) as grace, by_business(CONTOSO, customer_id=None) as contoso:
        for nothing in (
            await grace.get("/customer/tickets", params=query),
            await contoso.get("/v1/tickets", params=query),
        ):
            assert nothing.json() == {"data": [], "next_cursor": None}

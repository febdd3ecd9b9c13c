"""What customers and businesses see of messages."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerCreated, CustomerData
from foyer_shared.contracts.portal import BusinessData, BusinessUpdated
from foyer_shared.contracts.subscriptions import SubscriptionPaused
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.transport import Verdict
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO

Receive = Callable[..., Awaitable[Verdict]]
pytestmark = pytest.mark.usefixtures("known")

BOB = "cus_01jdb0b00000e8000000000000"


async def test_a_customer_sees_their_messages_newest_first(
    service: Service, receive: Receive, causes: dict[str, Event], ada: CustomerData
) -> None:
    await receive(CustomerCreated(customer=ada.model_copy(update={"customer_id": BOB})))
    for key in ("order_placed", "subscription_paused", "invoice_overdue"):
        await receive(causes[key])
    async with client_for(service, a_caller()) as client:
        first = (await client.get("/customer/messages", params={"limit": 2})).json()
        cursor = {"limit": 2, "cursor": first["next_cursor"]}
        second = (await client.get("/customer/messages", params=cursor)).json()
        overview = (await client.get("/customer/overview")).json()
    async with client_for(service, a_caller(customer_id=BOB)) as client:
        foreign = (await client.get("/customer/messages")).json()
        foreign_overview = (await client.get("/customer/overview")).json()

    assert [message["message"] for message in first["data"]] == ["invoice_overdue", "subscription_paused"]
    assert [message["message"] for message in second["data"]] == ["order_placed"]
    assert second["next_cursor"] is None
    newest = first["data"][0]
    assert newest == {
        "id": newest["id"],
        "message": "invoice_overdue",
        "category": "reminders",
        "subject": "Invoice NW-0007 is overdue",
        "to": "ada@example.com",
        "state": "queued",
        "suppressed_because": None,
        "at": "2026-03-10T09:30:00Z",
        "sent_at": None,
    }
    assert overview == {
        "message_count": 3,
        "last_message_at": "2026-03-10T09:30:00Z",
        "bounced_address": None,
        "announcements": [],
    }
    assert foreign == {"data": [], "next_cursor": None}
    assert foreign_overview == {
        "message_count": 0,
        "last_message_at": None,
        "bounced_address": None,
        "announcements": [],
    }


async def test_a_customer_narrows_their_list(
    service: Service, receive: Receive, causes: dict[str, Event], run_job: Callable[[], Any]
) -> None:
    for key in ("order_placed", "invoice_overdue"):
        await receive(causes[key])
    await run_job()
    async with client_for(service, a_caller()) as client:
        await client.put("/customer/preferences/support", json={"on": False})
        await receive(causes["ticket_replied"])
        await receive(causes["subscription_paused"])
        found = {
            asked: [
                one["message"] for one in (await client.get(f"/customer/messages?{asked}")).json()["data"]
            ]
            for asked in (
                "category=orders",
                "delivery=sent",
                "delivery=under_way",
                "delivery=not_sent",
                "delivery=sent&category=reminders",
                "delivery=sent&category=security",
            )
        }
        wrong = await client.get("/customer/messages?category=gossip")
    assert found == {
        "category=orders": ["order_placed"],
        "delivery=sent": ["invoice_overdue", "order_placed"],
        "delivery=under_way": ["subscription_paused"],
        "delivery=not_sent": ["ticket_replied"],
        "delivery=sent&category=reminders": ["invoice_overdue"],
        "delivery=sent&category=security": [],
    }
    assert wrong.status_code == 422


async def test_a_message_is_opened_as_it_was_written(
    service: Service,
    receive: Receive,
    causes: dict[str, Event],
    run_job: Callable[[], Any],
    northwind: BusinessData,
) -> None:
    await receive(causes["subscription_paused"])
    await run_job()
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        (mail,) = (await client.get("/internal/mailbox")).json()["data"]
    async with client_for(service, a_caller()) as client:
        (listed,) = (await client.get("/customer/messages")).json()["data"]
        copy = (await client.get(f"/customer/messages/{listed['id']}")).json()
    assert (copy["state"], copy["sent_at"] is None, copy["confidential"]) == ("sent", False, False)
    assert [copy[name] for name in ("subject", "text", "html")] == [
        mail[name] for name in ("subject", "text", "html")
    ]

    await receive(BusinessUpdated(business=northwind.model_copy(update={"mail": "held"})), version=2)
    await receive(causes["order_placed"])
    async with client_for(service, a_caller(Surface.BUSINESS)) as client:
        (held,) = (await client.get("/v1/messages?state=held")).json()["data"]
    others = [(a_caller(), held["id"]), (a_caller(customer_id=BOB), listed["id"]), (a_caller(), "msg_none")]
    for caller, message_id in [*others, (a_caller(business_id=CONTOSO), listed["id"])]:
        async with client_for(service, caller) as client:
            answer = await client.get(f"/customer/messages/{message_id}")
        assert (answer.status_code, answer.json()["code"]) == (404, "message_not_found")


async def test_of_a_confidential_message_the_words_are_nowhere(
    service: Service, run_job: Callable[[], Any], sign_in: Callable[..., dict[str, Any]]
) -> None:
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        await client.post("/internal/messages", json=sign_in(customer_id=ADA))
    for _ in range(2):
        async with client_for(service, a_caller()) as client:
            (listed,) = (await client.get("/customer/messages")).json()["data"]
            answer = await client.get(f"/customer/messages/{listed['id']}")
        assert answer.json()["confidential"]
        assert "012345" not in answer.text
        await run_job()


async def test_what_was_held_is_the_businesss_to_see(
    service: Service, receive: Receive, northwind: BusinessData, paused: SubscriptionPaused
) -> None:
    await receive(BusinessUpdated(business=northwind.model_copy(update={"mail": "held"})), version=2)
    await receive(paused)
    async with client_for(service, a_caller()) as client:
        assert (await client.get("/customer/messages")).json()["data"] == []
        assert (await client.get("/customer/overview")).json()["message_count"] == 0
    async with client_for(service, a_caller(Surface.BUSINESS)) as client:
        (held,) = (await client.get("/v1/messages")).json()["data"]
    assert held == {
        "id": held["id"],
        "message": "subscription_paused",
        "customer_id": ADA,
        "to": "ada@example.com",
        "language": "en",
        "subject": "Studio is paused",
        "state": "held",
        "attempts": 0,
        "failure": None,
        "suppressed_because": None,
        "created_at": "2026-03-10T09:30:00Z",
        "sent_at": None,
    }


@pytest.mark.parametrize(
    ("params", "count"),
    [
        ({}, 1),
        ({"customer_id": ADA}, 1),
        ({"customer_id": BOB}, 0),
        ({"state": "queued"}, 1),
        ({"state": "sent"}, 0),
    ],
)
async def test_a_business_narrows_its_list(
    service: Service, receive: Receive, paused: SubscriptionPaused, params: dict[str, str], count: int
) -> None:
    await receive(paused)
    async with client_for(service, a_caller(Surface.BUSINESS)) as client:
        listed = (await client.get("/v1/messages", params=params)).json()["data"]
    assert len(listed) == count


async def test_another_business_sees_nothing(
    service: Service, receive: Receive, paused: SubscriptionPaused
) -> None:
    await receive(paused)
    async with client_for(service, a_caller(Surface.BUSINESS, business_id=CONTOSO)) as client:
        assert (await client.get("/v1/messages")).json()["data"] == []
    async with client_for(service, a_caller(business_id=CONTOSO)) as client:
        assert (await client.get("/customer/messages")).json()["data"] == []


@pytest.mark.parametrize(
    ("path", "caller", "status"),
    [
        ("/customer/messages", None, 401),
        ("/customer/messages", a_caller(Surface.BUSINESS), 403),
        ("/customer/overview", a_caller(scopes=["invoicing:read"]), 403),
        ("/v1/messages", a_caller(), 403),
        ("/v1/messages", a_caller(Surface.BUSINESS, scopes=["invoicing:read"]), 403),
        ("/internal/mailbox", a_caller(), 403),
    ],
)
async def test_who_may_not_look(service: Service, path: str, caller: Any, status: int) -> None:
    async with client_for(service, caller) as client:
        assert (await client.get(path)).status_code == status


async def test_the_export_holds_messages_with_their_words(
    service: Service, receive: Receive, causes: dict[str, Event], ada: CustomerData
) -> None:
    await receive(CustomerCreated(customer=ada.model_copy(update={"customer_id": BOB})))
    for key in ("order_placed", "invoice_overdue"):
        await receive(causes[key])
    async with client_for(service, a_caller()) as client:
        export = (await client.get("/customer/export")).json()
        listed = (await client.get("/customer/messages")).json()["data"]
    words = [{name: message.pop(name) for name in ("text",)} for message in export["messages"]]
    assert {one["category"] for one in export["preferences"]["categories"]} >= {"security", "marketing"}
    assert (export["messages"], export["contacts"]) == (listed, [])
    assert "NW-0007" in words[0]["text"]
    async with client_for(service, a_caller(customer_id=BOB)) as client:
        assert (await client.get("/customer/export")).json()["messages"] == []
    async with client_for(service, a_caller(scopes=["invoicing:read"])) as client:
        assert (await client.get("/customer/export")).status_code == 403

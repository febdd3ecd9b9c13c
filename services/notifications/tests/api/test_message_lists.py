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
        "subject": "Invoice NW-0007 is overdue",
        "to": "ada@example.com",
        "state": "queued",
        "at": "2026-03-10T09:30:00Z",
    }
    assert overview == {"message_count": 3, "last_message_at": "2026-03-10T09:30:00Z"}
    assert foreign == {"data": [], "next_cursor": None}
    assert foreign_overview == {"message_count": 0, "last_message_at": None}


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
    words = [{name: message.pop(name) for name in ("text", "sent_at")} for message in export["messages"]]
    assert {one["category"] for one in export["preferences"]["categories"]} >= {"security", "marketing"}
    assert export["messages"] == listed
    assert [word["sent_at"] for word in words] == [None, None]
    assert "NW-0007" in words[0]["text"]
    async with client_for(service, a_caller(customer_id=BOB)) as client:
        assert (await client.get("/customer/export")).json()["messages"] == []
    async with client_for(service, a_caller(scopes=["invoicing:read"])) as client:
        assert (await client.get("/customer/export")).status_code == 403

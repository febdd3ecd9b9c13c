"""Switching categories of mail off: signed in, or by the link in a mail."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from foyer_notifications.domain.message import Message, State, Suppression
from foyer_notifications.storage.messages import Messages
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.transport import Verdict
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND
from foyer_shared.testing.outbox import announced

Receive = Callable[..., Awaitable[Verdict]]
pytestmark = pytest.mark.usefixtures("known")

OPTIONAL, MANDATORY = "invoice_overdue", "subscription_paused"
SWITCHES = "/customer/preferences"
LINK = "/internal/unsubscribe"


@pytest.fixture
def own_messages(service: Service) -> Callable[[], Awaitable[list[Message]]]:
    """Reads the messages, the newest first."""

    async def read() -> list[Message]:
        async with service.database.session() as session:
            return await Messages(session).list_page(Scope(NORTHWIND), before=None, limit=100)

    return read


@pytest.fixture
def mails(service: Service, run_job: Callable[[], Any]) -> Callable[[], Awaitable[list[dict[str, Any]]]]:
    """Sends what waits and reads the mailbox, the newest first."""

    async def read() -> list[dict[str, Any]]:
        await run_job()
        async with client_for(service, a_caller(Surface.INTERNAL)) as client:
            found: list[dict[str, Any]] = (await client.get("/internal/mailbox")).json()["data"]
        return found

    return read


async def _off(service: Service) -> list[str]:
    async with client_for(service, a_caller()) as client:
        read = (await client.get(SWITCHES)).json()
    return [one["category"] for one in read["categories"] if not one["on"]]


async def test_everything_is_on_at_first_and_security_always(service: Service) -> None:
    async with client_for(service, a_caller()) as client:
        read = (await client.get(SWITCHES)).json()
    assert [(one["category"], one["can_be_switched"]) for one in read["categories"]] == [
        ("security", False),
        ("subscriptions", True),
        ("renewals", True),
        ("orders", True),
        ("invoices", True),
        ("receipts", True),
        ("reminders", True),
        ("support", True),
        ("marketing", True),
    ]
    assert await _off(service) == []


async def test_what_is_off_is_recorded_and_not_sent_but_for_what_is_mandatory(
    service: Service, receive: Receive, causes: dict[str, Event], own_messages: Any, mails: Any
) -> None:
    async with client_for(service, a_caller()) as client:
        for category in ("reminders", "subscriptions", "reminders"):
            answer = await client.put(f"{SWITCHES}/{category}", json={"on": False})
            assert answer.status_code == 200
    assert await _off(service) == ["subscriptions", "reminders"]
    events = [one for one in await announced(service.database) if one.type == "preferences.changed"]
    assert [(one.subject, one.subjectversion, one.customerid, one.data) for one in events] == [
        (ADA, 1, ADA, {"customer_id": ADA, "category": "reminders", "on": False, "off": ["reminders"]}),
        (
            ADA,
            2,
            ADA,
            {
                "customer_id": ADA,
                "category": "subscriptions",
                "on": False,
                "off": ["reminders", "subscriptions"],
            },
        ),
    ]
    for key in (OPTIONAL, MANDATORY):
        await receive(causes[key])
    sent, suppressed = await own_messages()
    assert (sent.state, sent.suppressed_because) == (State.QUEUED, None)
    assert (suppressed.kind, suppressed.state) == (OPTIONAL, State.SUPPRESSED)
    assert suppressed.suppressed_because is Suppression.SWITCHED_OFF
    assert [mail["message"] for mail in await mails()] == [MANDATORY]

    async with client_for(service, a_caller()) as client:
        await client.put(f"{SWITCHES}/reminders", json={"on": True})
    await receive(causes[OPTIONAL])
    assert [mail["message"] for mail in await mails()] == [OPTIONAL, MANDATORY]


@pytest.mark.parametrize(
    ("category", "body", "status", "code"),
    [
        ("gossip", {"on": False}, 404, "category_not_found"),
        ("security", {"on": False}, 422, "category_is_mandatory"),
        ("invoices", {}, 422, "invalid"),
        ("invoices", {"on": False, "more": 1}, 422, "invalid"),
    ],
)
async def test_what_is_refused_changes_nothing(
    service: Service, category: str, body: Any, status: int, code: str
) -> None:
    async with client_for(service, a_caller()) as client:
        answer = await client.put(f"{SWITCHES}/{category}", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await _off(service) == []


async def test_the_link_in_an_optional_mail_switches_its_category(
    service: Service, receive: Receive, causes: dict[str, Event], mails: Any
) -> None:
    for key in (OPTIONAL, MANDATORY):
        await receive(causes[key])
    mandatory, optional = await mails()
    link = optional["unsubscribe"]
    assert mandatory["unsubscribe"] is None
    settings = "http://localhost:8080/settings#messages"
    assert f".example.\n\nChoose which mails you get:\n{settings}\n" in optional["text"]
    assert settings not in mandatory["text"]
    assert f'<a href="{settings}">Choose which mails you get</a>' in optional["html"]
    parts = urlsplit(link)
    assert f"{parts.scheme}://{parts.netloc}{parts.path}" == "http://localhost:8080/unsubscribe"
    (token,) = parse_qs(parts.query)["token"]
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        looked = await client.post(f"{LINK}/look", json={"token": token})
        assert (looked.json(), await _off(service)) == ({"category": "reminders"}, [])
        for _ in range(2):
            assert (await client.post(LINK, json={"token": token})).json() == {"category": "reminders"}
            assert await _off(service) == ["reminders"]
        await client.post(LINK, json={"token": token, "on": True})
    assert await _off(service) == []

    async with client_for(service, a_caller(Surface.INTERNAL, business_id=CONTOSO)) as client:
        foreign = [await client.post(path, json={"token": token}) for path in (LINK, f"{LINK}/look")]
    refused = (404, "unsubscribe_link_not_valid")
    assert [(answer.status_code, answer.json()["code"]) for answer in foreign] == [refused] * 2

    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        await client.post(LINK, json={"token": token})
    await receive(CustomerAnonymized(customer_id=ADA), version=9)
    assert await _off(service) == []
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        answer = await client.post(LINK, json={"token": token})
    assert (answer.status_code, answer.json()["code"]) == (404, "unsubscribe_link_not_valid")


@pytest.mark.parametrize("token", ["", "gAAAAA", "not one at all"])
async def test_a_link_that_nobody_gave(service: Service, token: str) -> None:
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        for path in (LINK, f"{LINK}/look"):
            answer = await client.post(path, json={"token": token})
            assert (answer.status_code, answer.json()["code"]) == (404, "unsubscribe_link_not_valid")
    assert await _off(service) == []

"""Reports that a mail came back, and the addresses that take none."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.invoicing import CustomerAnonymized, CustomerData, CustomerUpdated
from foyer_shared.http.callers import Surface
from foyer_shared.messaging.transport import Verdict
from foyer_shared.service import Service
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND
from foyer_shared.testing.outbox import announced

Receive = Callable[..., Awaitable[Verdict]]
pytestmark = pytest.mark.usefixtures("known")

DOOR = "/v1/bounces"
REPORT = (Path(__file__).parents[1] / "gateways" / "bounces" / "postfix.eml").read_text()
STAFF = a_caller(Surface.BUSINESS)


@pytest.fixture
def sent(
    service: Service, receive: Receive, causes: dict[str, Event], run_job: Callable[[], Any]
) -> Callable[[], Awaitable[str]]:
    """Sends Ada an optional mail; returns its id."""

    async def send() -> str:
        await receive(causes["invoice_overdue"])
        await run_job()
        return str((await _messages(service))[0]["id"])

    return send


async def _messages(service: Service) -> list[dict[str, Any]]:
    async with client_for(service, STAFF) as client:
        found: list[dict[str, Any]] = (await client.get("/v1/messages")).json()["data"]
    return found


async def _marked(service: Service, business_id: str = NORTHWIND) -> list[dict[str, Any]]:
    async with client_for(service, a_caller(Surface.BUSINESS, business_id=business_id)) as client:
        found: list[dict[str, Any]] = (await client.get(DOOR)).json()["data"]
    return found


async def _report(service: Service, message_id: str, *changes: tuple[str, str], caller: Any = STAFF) -> Any:
    text = REPORT.replace("<msg_1@portal.example>", f"<{message_id}@localhost>")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    async with client_for(service, caller) as client:
        return await client.post(DOOR, content=text, headers={"content-type": "message/rfc822"})


async def test_what_came_back_marks_the_address_and_nothing_goes_there(
    service: Service, sent: Any, receive: Receive, causes: dict[str, Event], run_job: Callable[[], Any]
) -> None:
    message_id = await sent()
    for marked in (True, False):
        answer = await _report(service, message_id)
        assert (answer.status_code, answer.json()) == (
            200,
            {"message_id": message_id, "state": "bounced", "address_marked": marked},
        )
    (came_back,) = await _messages(service)
    assert (came_back["state"], came_back["failure"]) == ("bounced", "the mail came back: 5.1.1")
    assert came_back["sent_at"] is not None
    told = [one for one in await announced(service.database) if one.type == "message.bounced"]
    assert [(one.subject, one.customerid) for one in told] == [(message_id, ADA)]
    assert "ada@" not in str(told)
    (address,) = await _marked(service)
    assert (address["address"], address["message_id"]) == ("ada@example.com", message_id)
    assert await _marked(service, CONTOSO) == []
    async with client_for(service, a_caller()) as client:
        assert (await client.get("/customer/overview")).json()["bounced_address"] == "ada@example.com"

    await receive(causes["subscription_paused"])
    await run_job()
    mandatory, _ = await _messages(service)
    assert (mandatory["message"], mandatory["state"]) == ("subscription_paused", "suppressed")
    assert mandatory["suppressed_because"] == "address_bounced"


async def test_a_code_goes_out_all_the_same(
    service: Service, sent: Any, sign_in: Callable[..., dict[str, Any]], run_job: Callable[[], Any]
) -> None:
    await _report(service, await sent())
    async with client_for(service, a_caller(Surface.INTERNAL)) as client:
        await client.post("/internal/messages", json=sign_in())
        await run_job()
        mails = (await client.get("/internal/mailbox")).json()["data"]
    assert mails[0]["message"] == "sign_in_code"


async def test_another_address_begins_anew(
    service: Service,
    sent: Any,
    receive: Receive,
    causes: dict[str, Event],
    ada: CustomerData,
    run_job: Callable[[], Any],
) -> None:
    await _report(service, await sent())
    await receive(CustomerUpdated(customer=ada.model_copy(update={"name": "Ada King"})), version=2)
    assert len(await _marked(service)) == 1
    moved = ada.model_copy(update={"email": "king@example.com"})
    await receive(CustomerUpdated(customer=moved), version=3)
    assert await _marked(service) == []
    await receive(causes["order_placed"])
    await run_job()
    newest = (await _messages(service))[0]
    assert (newest["to"], newest["state"]) == ("king@example.com", "sent")


async def test_staff_take_a_mark_away(service: Service, sent: Any) -> None:
    await _report(service, await sent())
    (address,) = await _marked(service)
    async with client_for(service, a_caller(Surface.BUSINESS, business_id=CONTOSO)) as client:
        foreign = await client.delete(f"{DOOR}/{address['id']}")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "bounced_address_not_found")
    assert len(await _marked(service)) == 1
    async with client_for(service, STAFF) as client:
        assert (await client.delete(f"{DOOR}/{address['id']}")).json() == address
    assert await _marked(service) == []


async def test_of_an_anonymised_customer_no_address_is_kept(
    service: Service, sent: Any, receive: Receive
) -> None:
    await _report(service, await sent())
    await receive(CustomerAnonymized(customer_id=ADA), version=9)
    assert await _marked(service) == []


@pytest.mark.parametrize(
    ("changes", "state"),
    [
        ([("Action: failed", "Action: delayed")], "sent"),
        ([("Status: 5.1.1", "Status: 4.4.7")], "sent"),
        ([("Status: 5.1.1", "Status: 5.7.1")], "bounced"),
        ([("rfc822;ada@", "rfc822;forwarded@"), ("rfc822; Ada@", "rfc822; else@")], "bounced"),
    ],
)
async def test_what_says_nothing_of_the_address_marks_none(
    service: Service, sent: Any, changes: list[tuple[str, str]], state: str
) -> None:
    answer = (await _report(service, await sent(), *changes)).json()
    assert (answer["state"], answer["address_marked"]) == (state, False)
    assert await _marked(service) == []


async def test_a_report_about_another_s_mail_changes_nothing(service: Service, sent: Any) -> None:
    message_id = await sent()
    contoso = a_caller(Surface.BUSINESS, business_id=CONTOSO)
    answers = [
        await _report(service, message_id, caller=contoso),
        await _report(service, "msg_none"),
        await _report(service, message_id, ("@localhost>", "@elsewhere>")),
    ]
    refused = (404, "bounce_of_unknown_message")
    assert [(one.status_code, one.json()["code"]) for one in answers] == [refused] * 3
    async with client_for(service, STAFF) as client:
        holiday = await client.post(DOOR, content=b"Subject: holiday\n\nBack on Monday.")
    assert (holiday.status_code, holiday.json()["code"]) == (422, "bounce_not_readable")
    assert [one["state"] for one in await _messages(service)] == ["sent"]
    assert await _marked(service) == []

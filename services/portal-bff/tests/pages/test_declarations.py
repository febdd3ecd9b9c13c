"""Canceling with and without its service, the receipt of it, and the list of receipts."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.messages import HANDLERS
from foyer_portal_bff.storage.rows import AuditRow, DeclarationRow
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.envelope import Envelope, Event
from foyer_shared.storage.database import Database
from foyer_shared.testing.html import text_of
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import select
from sqlmodel import col

CANCEL = "/subscriptions/sub_studio/cancel"
COMMAND = f"POST /customer{CANCEL}"
API = f"/api{CANCEL}"
AnEnvelope = Callable[..., Envelope]
Hear = Callable[..., Awaitable[None]]


@pytest.fixture
def hear(database: Database, an_envelope: AnEnvelope) -> Hear:
    """An event of subscriptions arrives, about Studio unless told."""

    async def bring(kind: str, name: str = "Studio", **facts: Any) -> None:
        subscription = {
            "subscription_id": "sub_studio",
            "customer_id": ADA,
            "status": "active",
            "name": name,
            "items": [],
            "amount": {"amount": 2900, "currency": "EUR"},
            "interval": "month",
            "interval_count": 1,
            "collection": "invoice",
            "current_period_start": "2026-11-01T00:00:00Z",
            "current_period_end": "2026-12-01T00:00:00Z",
        }
        envelope = an_envelope(
            f"subscription.{kind}",
            {"subscription": subscription, **facts},
            subject="sub_studio",
            id=new_id("evt"),
        )
        event = envelope.event()
        handler = HANDLERS.get(type(event)) or HANDLERS[Event]
        async with database.work(an_origin(customer_id=ADA, now=NOW)) as work:
            await handler(work, event, envelope)

    return bring


async def rows(database: Database) -> list[DeclarationRow]:
    """All that is recorded, the oldest first."""
    async with database.session() as session:
        return list(await session.scalars(select(DeclarationRow).order_by(DeclarationRow.id)))


async def cancel_while_away(browser: Any, full: Any, hear: Hear) -> str:
    """Ada cancels though subscriptions is away; the address of her receipt."""
    await hear("created")
    full.away.add("subscriptions")
    form = (await browser.get(CANCEL)).form(CANCEL)
    where: str = await browser.send(CANCEL, {**form, "message": "L'été <3"})
    return where


async def test_the_way_there_is_open_while_its_page_is_away(browser: Any, full: Any, hear: Hear) -> None:
    await hear("created")
    full.away.add("subscriptions")
    page = await browser.get("/subscriptions/sub_studio", status=503)
    assert CANCEL in page.links()
    page = await browser.get(CANCEL)
    assert page.text_of("h1") == "Cancel Studio"
    assert "This part is not available right now. You can cancel all the same." in page.text()
    assert "We receive your cancellation. It counts from this moment." in page.text()
    assert page.form("/subscriptions/sub_studio/cancel")["reason"] == ""


async def test_what_arrives_while_its_service_is_away_has_a_receipt_at_once(
    browser: Any, full: Any, hear: Hear, database: Database
) -> None:
    where = await cancel_while_away(browser, full, hear)
    (row,) = await rows(database)
    assert where == f"/declarations/{row.id}"
    assert (row.state, row.number, row.message, row.shown_mode) == ("recorded", "NW-D-1001", "L'été <3", None)
    assert [event.type for event in await announced(database)] == ["declaration.recorded"]
    page = await browser.get(where)
    text = page.text()
    assert page.text_of("h1") == "Cancellation of Studio"
    assert "We have received your cancellation on" in text
    assert "It counts from then; you get the confirmation by mail." in text
    for shown in ("NW-D-1001", "Ada Lovelace", "Northwind B.V.", "L'été <3", row.content_hash, row.content):
        assert shown in text
    page = await browser.get("/declarations")
    assert where in page.links()
    assert "Received" in page.text()
    assert {text_of(link) for link in page.all("a") if link.get("aria-current")} == {"Your history"}


async def test_what_waits_already_is_not_declared_again(
    browser: Any, full: Any, hear: Hear, database: Database
) -> None:
    where = await cancel_while_away(browser, full, hear)
    response = await browser.client.get(CANCEL)
    assert (response.status_code, response.headers["location"]) == (303, where)
    settings = (await browser.get("/settings")).form("/settings")
    again = {"csrf_token": settings["csrf_token"], "idempotency_key": "another"}
    assert await browser.send(CANCEL, again) == where
    full.away.clear()
    page = await browser.get("/subscriptions/sub_studio")
    assert where in page.links()
    assert "We have received your cancellation on" in page.text()
    assert len(await rows(database)) == 1


async def test_what_the_portal_does_not_know_to_be_theirs_is_not_received(
    browser: Any, full: Any, hear: Hear, database: Database, an_envelope: AnEnvelope
) -> None:
    full.away.add("subscriptions")
    settings = (await browser.get("/settings")).form("/settings")
    form = {"csrf_token": settings["csrf_token"], "idempotency_key": "a click"}
    await browser.get(CANCEL, status=503)
    await browser.post(CANCEL, form, status=503)
    full.away.clear()
    await browser.post("/subscriptions/sub_of_another/cancel", form, status=404)
    assert (await rows(database), await announced(database)) == ([], [])


@pytest.mark.parametrize(
    ("kind", "facts", "badge", "says"),
    [
        (
            "cancellation_requested",
            {"change_id": "chg_1", "effective_at": "2026-12-24T10:00:00Z", "mode": "request"},
            "Accepted",
            "The subscription ends on 24 December 2026.",
        ),
        (
            "cancellation_scheduled",
            {"change_id": "chg_1", "effective_at": "2026-12-01T00:00:00Z", "mode": "period_end"},
            "Accepted",
            "The subscription ends on 1 December 2026.",
        ),
        (
            "canceled",
            {"canceled_at": "2026-11-23T10:00:00Z", "cause": "requested", "mode": "immediate"},
            "Accepted",
            "The subscription ended on 23 November 2026.",
        ),
        (
            "cancellation_refused",
            {
                "receipt_number": "NW-D-1001",
                "received_at": "2026-11-22T10:00:00Z",
                "code": "cancel_not_offered",
            },
            "Not carried out",
            "this subscription is not canceled in the portal. We look into it and answer you.",
        ),
    ],
)
async def test_the_receipt_says_what_it_led_to(
    browser: Any, full: Any, hear: Hear, database: Database, kind: str, facts: Any, badge: str, says: str
) -> None:
    where = await cancel_while_away(browser, full, hear)
    (row,) = await rows(database)
    for _ in range(2):
        await hear(kind, declaration_id=row.id, **facts)
    page = await browser.get(where)
    assert says in page.text()
    assert badge in (await browser.get("/declarations")).text()


@pytest.mark.parametrize("kind", ["cancellation_withdrawn", "reactivated"])
@pytest.mark.parametrize("late", [False, True])
async def test_what_was_taken_back_stays_and_says_so_whichever_is_heard_first(
    browser: Any, full: Any, hear: Hear, database: Database, kind: str, late: bool
) -> None:
    where = await cancel_while_away(browser, full, hear)
    (row,) = await rows(database)
    accepted = {"change_id": "chg_1", "effective_at": "2026-12-24T10:00:00Z", "mode": "request"}
    heard = [("cancellation_requested", accepted), (kind, {"change_id": "chg_1"})]
    for what, facts in reversed(heard) if late else heard:
        await hear(what, declaration_id=row.id, **facts)
    page = await browser.get(where)
    assert "You have taken it back. The subscription goes on." in page.text()
    assert "Taken back" in (await browser.get("/declarations")).text()
    full.away.clear()
    assert where not in (await browser.get("/subscriptions/sub_studio")).links()


async def test_in_the_usual_case_it_is_accepted_at_once_and_the_subscription_leads_to_it(
    browser: Any, full: Any, database: Database
) -> None:
    ending = full.answers["subscriptions", "GET /customer/subscriptions/sub_ending"].json()
    plan = full.answers["subscriptions", f"GET /customer{CANCEL}lation"].json()
    full.answer("subscriptions", COMMAND, {**ending, "id": "sub_studio", "cancellation": plan})
    form = (
        await browser.post(
            f"{CANCEL}/reason", (await browser.get(CANCEL)).form(f"{CANCEL}/reason"), status=200
        )
    ).form(CANCEL)
    for _ in range(2):
        assert await browser.send(CANCEL, form) == "/subscriptions/sub_studio"
    (row,) = await rows(database)
    assert (row.state, row.change_id, row.shown_mode) == ("accepted", "chg_cancel", plan["mode"])
    assert row.subscription_name == "Studio, yearly"
    assert row.effective_at == row.shown_end
    assert [event.type for event in await announced(database)] == ["declaration.recorded"]
    assert f"/declarations/{row.id}" in (await browser.get("/subscriptions/sub_studio")).links()
    page = await browser.get(f"/declarations/{row.id}", headers={"accept-language": "nl"})
    assert "Opzegging van Studio, yearly" in page.text()
    assert "Het abonnement eindigt op 3 maart 2027." in page.text()


async def test_nothing_declared_says_what_comes_here(browser: Any, empty: Any) -> None:
    page = await browser.get("/declarations")
    assert "You have declared nothing yet." in page.text()
    assert "/declarations" in (await browser.get("/history")).links()


async def test_by_api_it_is_202_while_its_service_is_away(
    ada_client: httpx.AsyncClient, full: Any, hear: Hear, database: Database
) -> None:
    await hear("created")
    full.away.add("subscriptions")
    answers = [
        await ada_client.post(API, json={"reason": "unused"}, headers={"Idempotency-Key": "mine"})
        for _ in range(2)
    ]
    assert [answer.status_code for answer in answers] == [202, 202]
    declared = answers[0].json()["declaration"]
    assert (declared["state"], declared["number"], declared["reason"]) == ("recorded", "NW-D-1001", "unused")
    assert answers[1].json() == answers[0].json()
    assert (await ada_client.get(f"/api/declarations/{declared['id']}")).json() == declared
    listed = (await ada_client.get("/api/declarations")).json()
    assert listed == {"data": [declared], "next_cursor": None}
    reused = await ada_client.post(API, json={}, headers={"Idempotency-Key": "mine"})
    assert (reused.status_code, reused.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await rows(database)) == 1
    which = col(AuditRow.request_id) == answers[0].headers["x-request-id"]
    async with database.session() as session:
        (entry,) = await session.scalars(select(AuditRow).where(which))
    assert (entry.action, entry.outcome) == ("cancel_subscription", "done")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"reason": "none of them"}, "cancellation_reason_unknown"),
        ({"when": "now"}, "cancellation_timing_not_offered"),
    ],
)
async def test_what_makes_no_sense_is_refused_before_it_is_declared(
    ada_client: httpx.AsyncClient, full: Any, database: Database, body: dict[str, str], code: str
) -> None:
    answer = await ada_client.post(API, json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, code)
    pending = await ada_client.post("/api/subscriptions/sub_ending/cancel", json={})
    assert (pending.status_code, pending.json()["code"]) == (409, "cancellation_already_pending")
    assert (await rows(database), await announced(database)) == ([], [])


async def test_a_refusal_at_once_is_on_the_receipt_and_stays(
    ada_client: httpx.AsyncClient, full: Any, database: Database
) -> None:
    full.answer("subscriptions", COMMAND, {"code": "cancel_not_offered", "detail": "No."}, status=403)
    headers = {"Idempotency-Key": "mine"}
    first = await ada_client.post(API, json={}, headers=headers)
    calls = len(full.of("subscriptions"))
    second = await ada_client.post(API, json={}, headers=headers)
    assert [first.json()["code"], second.json()["code"]] == ["cancel_not_offered"] * 2
    assert len(full.of("subscriptions")) == calls
    (row,) = await rows(database)
    assert (row.state, row.refusal) == ("refused", "cancel_not_offered")


@pytest.mark.parametrize(("role", "status"), [(Role.MEMBER, 200), (Role.ACCOUNTANT, 403)])
async def test_who_sees_no_subscriptions_sees_no_declarations(
    client_at: Callable[..., httpx.AsyncClient],
    ada_client: httpx.AsyncClient,
    full: Any,
    hear: Hear,
    add_member: Any,
    token_of: Any,
    role: Role,
    status: int,
) -> None:
    await hear("created")
    full.away.add("subscriptions")
    declared = (await ada_client.post(API, json={})).json()["declaration"]
    client = client_at(await token_of(await add_member(role), request_id="req_other"))
    assert (await client.get("/api/declarations")).status_code == status
    assert (await client.get(f"/api/declarations/{declared['id']}")).status_code == status
    assert (await client.get(f"/declarations/{declared['id']}")).status_code == status

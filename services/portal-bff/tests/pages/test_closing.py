"""Closing the account: what is in the way, a fresh code, and what is left."""

from collections.abc import Callable
from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow, SessionRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA
from sqlalchemy import select
from sqlmodel import col

PAGE = "/details/close"
CODE = "/details/close/code"
API = "/api/details/closing"
CLOSE = f"POST /internal/customers/{ADA}/close"
BLOCKERS = "GET /customer/closing-blockers"


@pytest.fixture
def mailer(empty: Any) -> Any:
    """Nothing is in the way; notifications takes messages, and invoicing closes."""
    empty.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    empty.answer("invoicing", BLOCKERS, {"blockers": [], "documents_kept_until": "2033-12-31"})
    empty.answer("invoicing", CLOSE, {"documents_kept_until": "2033-12-31"})
    return empty


@pytest.fixture
def sent(mailer: Any) -> Callable[[str], list[Any]]:
    """What the portal asked notifications to send so far, of one message."""
    return lambda message: [
        call.body
        for call in mailer.of("notifications")
        if call.path == "/internal/messages" and call.body["message"] == message
    ]


@pytest.fixture
def closed(mailer: Any) -> Callable[[], list[Any]]:
    """How often invoicing was asked to close."""
    return lambda: [call for call in mailer.of("invoicing") if call.path.endswith("/close")]


async def test_what_is_in_the_way_is_named_with_the_way_there(browser: Any, full: Any) -> None:
    page = await browser.get(PAGE)
    words = page.text()
    assert "Studio goes on. It has to end first." in words
    assert "€18.15, ¥500 is still to be paid." in words.replace("JP¥", "¥")
    assert "You have €3.00 to your credit." in words
    assert "A payment of €12.10 is under way. It has to arrive first." in words
    assert "A payment of €48.40 is disputed. That has to be decided first." in words
    assert "Order NW-O-1007 is not finished yet." in words
    assert "kept until 31 December 2033" in words
    assert {
        "/subscriptions/sub_studio",
        "/invoices?status=unpaid",
        "/invoices?status=pending",
        "/orders/ord_1",
        "/support/new",
    } <= set(page.links())
    assert "Send me a code" not in words
    form = (await browser.get("/details")).form("/sign-out")
    refused = await browser.post(PAGE, {"csrf_token": form["csrf_token"]}, status=409)
    assert "Before you can close it" in refused.text()
    assert [call for call in full.of("notifications") if call.method == "POST"] == []


async def test_it_is_closed_with_the_code_and_everybody_is_out(
    browser: Any, sent: Any, closed: Any, database: Database
) -> None:
    page = await browser.post(PAGE, (await browser.get(PAGE)).form(PAGE), status=200)
    (asked,) = sent("confirmation_code")
    assert (asked["to"], asked["values"]["action"]) == ("ada@example.com", "close_account")
    code = asked["values"]["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    for typed, text in (("12", "Enter the six digits from the mail."), (wrong, "This code is not right")):
        again = await browser.post(CODE, {**page.form(CODE), "code": typed}, status=422)
        assert text in again.text()
    assert closed() == []
    assert await browser.send(CODE, {**page.form(CODE), "code": code}) == "/closed"
    (call,) = closed()
    assert (call.caller.surface, call.headers["idempotency-key"]) == ("internal", f"close-{ADA}")
    assert str(call.caller.actor).startswith("login:")
    assert [(mail["to"], mail["language"], mail["values"]) for mail in sent("account_closed")] == [
        ("ada@example.com", "en", {"documents_kept_until": "2033-12-31"})
    ]
    assert "Your account is closed" in (await browser.get("/closed")).text()
    assert await browser.send(CODE, {**page.form(CODE), "code": code}) == "/sign-in"
    assert len(closed()) == 1
    async with database.session() as session:
        (ended,) = await session.scalars(select(col(SessionRow.ended_at)))
        (outcome,) = await session.scalars(
            select(col(AuditRow.outcome)).where(col(AuditRow.action) == "close_account")
        )
    assert (ended is not None, outcome) == (True, "done")


async def test_what_comes_up_in_between_is_in_the_way_and_closes_nothing(
    browser: Any, mailer: Any, sent: Any, closed: Any
) -> None:
    page = await browser.post(PAGE, (await browser.get(PAGE)).form(PAGE), status=200)
    owed = {"code": "open_invoices", "amounts": [{"amount": 100, "currency": "EUR"}]}
    mailer.answer("invoicing", BLOCKERS, {"blockers": [owed], "documents_kept_until": None})
    code = sent("confirmation_code")[0]["values"]["code"]
    refused = await browser.post(CODE, {**page.form(CODE), "code": code}, status=409)
    assert "€1.00 is still to be paid." in refused.text()
    assert (closed(), sent("account_closed")) == ([], [])
    await browser.get("/details")


async def test_who_cannot_be_asked_may_be_in_the_way(browser: Any, mailer: Any, closed: Any) -> None:
    form = (await browser.get(PAGE)).form(PAGE)
    mailer.away.add("subscriptions")
    await browser.post(PAGE, form, status=503)
    assert closed() == []


@pytest.mark.parametrize("role", [Role.BILLING_MANAGER, Role.MEMBER, Role.ACCOUNTANT])
async def test_only_owners_close(
    browser: Any, mailer: Any, sent: Any, closed: Any, add_member: Any, token_of: Any, role: Role
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(role), request_id="req_2"))
    details = await browser.get("/details")
    assert PAGE not in details.links()
    assert ("/details/export" in details.links()) is (role is not Role.ACCOUNTANT)
    csrf = {"csrf_token": details.form("/sign-out")["csrf_token"]}
    await browser.get(PAGE, status=403)
    await browser.post(PAGE, csrf, status=403)
    await browser.post(CODE, {**csrf, "code": "123456"}, status=403)
    headers = {"X-CSRF-Token": csrf["csrf_token"]}
    assert (await browser.client.get(API)).status_code == 403
    assert (await browser.client.post(f"{API}/code", headers=headers)).status_code == 403
    assert (await browser.client.post(API, json={"code": "123456"}, headers=headers)).status_code == 403
    assert (sent("confirmation_code"), closed()) == ([], [])


async def test_programs_close_in_the_same_steps(browser: Any, mailer: Any, sent: Any, closed: Any) -> None:
    csrf = (await browser.get("/details")).form("/sign-out")["csrf_token"]
    headers = {"X-CSRF-Token": csrf}
    assert (await browser.client.get(API)).json() == {"blockers": [], "documents_kept_until": "2033-12-31"}
    asked = await browser.client.post(f"{API}/code", headers=headers)
    assert (asked.status_code, asked.json()) == (202, {"sent": True})
    code = sent("confirmation_code")[0]["values"]["code"]
    wrong = {"code": f"{(int(code) + 1) % 1_000_000:06d}"}
    refused = await browser.client.post(API, json=wrong, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "code_not_valid")
    done = await browser.client.post(API, json={"code": code}, headers=headers)
    assert (done.status_code, done.json()) == (200, {"documents_kept_until": "2033-12-31", "closed": True})
    assert (await browser.client.get(API)).status_code == 401
    assert len(closed()) == 1

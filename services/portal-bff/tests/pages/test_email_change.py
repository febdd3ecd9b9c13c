"""Changing a customer's email: a fresh code, a link to the new address, and what becomes of the link."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow, EmailChangeRow, LoginRow
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND
from sqlalchemy import select, update
from sqlmodel import col

SEND = "POST /internal/messages"
CHANGE = f"PUT /internal/customers/{ADA}/email"
FORM = "/details/email"
CODE = "/details/email/code"
LINK = "/email-change"
NEW = "ada.o'neill@example.org"


@pytest.fixture
def mailer(full: Any) -> Any:
    """Notifications takes messages, and invoicing changes emails."""
    full.answer("notifications", SEND, {"message": "m", "state": "queued"}, status=202)
    full.answer("invoicing", CHANGE, {"email": NEW})
    return full


@pytest.fixture
def sent(mailer: Any) -> Callable[[str], list[Any]]:
    """What the portal asked notifications to send so far, of one message."""
    return lambda message: [
        call.body
        for call in mailer.of("notifications")
        if call.path == "/internal/messages" and call.body["message"] == message
    ]


@pytest.fixture
def changed(mailer: Any) -> Callable[[], list[Any]]:
    """The emails that invoicing was asked to change so far."""
    return lambda: [call for call in mailer.of("invoicing") if call.method == "PUT"]


@pytest.fixture
def ask(browser: Any, sent: Any) -> Any:
    """Goes through both steps; returns the token in the link."""

    async def to(email: str = NEW) -> str:
        form = (await browser.get(FORM)).form(FORM)
        page = await browser.post(FORM, {**form, "email": email}, status=200)
        code = sent("confirmation_code")[-1]["values"]["code"]
        assert await browser.send(CODE, {**page.form(CODE), "code": f"{code[:3]} {code[3:]}"}) == "/details"
        link = urlsplit(sent("email_change_link")[-1]["values"]["link"])
        assert link.path == LINK
        (token,) = parse_qs(str(link.query))["token"]
        return token

    return to


async def test_the_email_changes_when_the_link_is_opened_in_any_browser(
    browser: Any, visitor_browser: Any, ask: Any, sent: Any, changed: Any, database: Database
) -> None:
    token = await ask()
    page = await browser.get("/details")
    assert "We have sent a link to the new address." in page.text()
    (mail,) = sent("email_change_link")
    assert (mail["to"], mail["language"], mail["values"]["hours"]) == (NEW, "en", 24)
    (asked,) = sent("confirmation_code")
    assert (asked["to"], sorted(asked["values"])) == ("ada@example.com", ["action", "code", "minutes"])
    assert (asked["values"]["action"], sent("sign_in_code")) == ("change_email", [])
    assert changed() == []

    form = (await visitor_browser.get(LINK, params={"token": token})).form(LINK)
    assert changed() == []
    page = await visitor_browser.post(LINK, form, status=200)
    assert f"Done. Mails and documents go to {NEW} from now on." in page.text()
    (call,) = changed()
    assert (call.body, call.path) == ({"email": NEW}, f"/internal/customers/{ADA}/email")
    async with database.session() as session:
        (row,) = (await session.scalars(select(EmailChangeRow))).all()
        audited = (
            await session.scalars(select(AuditRow).where(col(AuditRow.action) == "change_email"))
        ).all()
        login = await session.scalar(
            select(col(LoginRow.email)).where(
                col(LoginRow.id) == row.login_id, col(LoginRow.business_id) == NORTHWIND
            )
        )
    assert [(one.outcome, one.actor) for one in audited] == [("done", f"login:{row.login_id}")]
    assert (login, row.used_at is not None) == ("ada@example.com", True)
    assert token not in str(row)
    assert call.headers["idempotency-key"] == row.id


async def test_a_second_click_says_so_and_changes_nothing(
    visitor_browser: Any, ask: Any, changed: Any
) -> None:
    form = (await visitor_browser.get(LINK, params={"token": await ask()})).form(LINK)
    await visitor_browser.post(LINK, form, status=200)
    page = await visitor_browser.post(LINK, form, status=409)
    assert "This link was used before. Your address is changed already." in page.text()
    assert len(changed()) == 1


@pytest.mark.parametrize("what", ["unknown", "old", "newer asked for", "another business's"])
async def test_a_link_that_does_not_work_changes_nothing(
    browser: Any, visitor_browser: Any, ask: Any, changed: Any, database: Database, what: str
) -> None:
    token = await ask()
    async with database.session() as session:
        if what == "old":
            await session.execute(update(EmailChangeRow).values(expires_at=real_now() - timedelta(seconds=1)))
        if what == "another business's":
            await session.execute(update(EmailChangeRow).values(business_id=CONTOSO))
    if what == "newer asked for":
        await ask("ada@example.net")
    form = (await visitor_browser.get(LINK, params={"token": "x" if what == "unknown" else token})).form(LINK)
    page = await visitor_browser.post(LINK, form, status=422)
    assert "This link does not work any more." in page.text()
    assert changed() == []


async def test_a_taken_address_is_answered_like_any_other_until_its_link_is_opened(
    visitor_browser: Any, mailer: Any, ask: Any, database: Database
) -> None:
    refusal = {"code": "email_taken", "detail": "No.", "field": "email"}
    mailer.answer("invoicing", CHANGE, refusal, status=409)
    form = (await visitor_browser.get(LINK, params={"token": await ask("zoe@example.com")})).form(LINK)
    page = await visitor_browser.post(LINK, form, status=409)
    assert "This address belongs to another account here." in page.text()
    async with database.session() as session:
        (row,) = (await session.scalars(select(EmailChangeRow))).all()
        outcome = await session.scalar(
            select(col(AuditRow.outcome)).where(col(AuditRow.action) == "change_email")
        )
    assert (row.used_at, outcome) == (None, "email_taken")


async def test_a_link_works_again_after_invoicing_was_away(
    visitor_browser: Any, mailer: Any, ask: Any, changed: Any
) -> None:
    form = (await visitor_browser.get(LINK, params={"token": await ask()})).form(LINK)
    mailer.away.add("invoicing")
    await visitor_browser.post(LINK, form, status=503)
    mailer.away.clear()
    await visitor_browser.post(LINK, form, status=200)
    assert len(changed()) == 1


async def test_without_the_right_code_no_link_is_sent(
    browser: Any, mailer: Any, sent: Any, database: Database
) -> None:
    form = (await browser.get(FORM)).form(FORM)
    page = await browser.post(FORM, {**form, "email": "ada"}, status=422)
    assert "Enter an email address, such as name@example.com." in page.text()
    assert (page.form(FORM)["email"], sent("confirmation_code")) == ("ada", [])
    page = await browser.post(FORM, {**form, "email": NEW}, status=200)
    right = sent("confirmation_code")[0]["values"]["code"]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for typed, text in (("12", "Enter the six digits from the mail."), (wrong, "This code is not right")):
        again = await browser.post(CODE, {**page.form(CODE), "code": typed}, status=422)
        assert text in again.text()
        assert again.form(CODE)["email"] == NEW
    again = await browser.post(FORM, {**form, "email": NEW}, status=429)
    assert "A code was asked for less than a minute ago." in again.text()
    assert sent("email_change_link") == []
    async with database.session() as session:
        assert (await session.scalars(select(EmailChangeRow))).all() == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACCOUNTANT])
async def test_who_only_reads_asks_for_nothing(
    browser: Any, mailer: Any, sent: Any, add_member: Any, token_of: Any, role: Role
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(role), request_id="req_2"))
    csrf = (await browser.get("/details")).form("/sign-out")["csrf_token"]
    await browser.get(FORM, status=403)
    await browser.post(FORM, {"csrf_token": csrf, "email": NEW}, status=403)
    await browser.post(CODE, {"csrf_token": csrf, "email": NEW, "code": "123456"}, status=403)
    assert sent("confirmation_code") == sent("email_change_link") == []


async def test_programs_ask_in_the_same_two_steps(browser: Any, sent: Any) -> None:
    csrf = (await browser.get("/details")).form("/sign-out")["csrf_token"]
    headers = {"X-CSRF-Token": csrf}
    asked = await browser.client.post("/api/details/email/code", headers=headers)
    assert (asked.status_code, asked.json()) == (202, {"sent": True})
    code = sent("confirmation_code")[0]["values"]["code"]
    wrong = {"email": NEW, "code": f"{(int(code) + 1) % 1_000_000:06d}"}
    refused = await browser.client.post("/api/details/email", json=wrong, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "code_not_valid")
    taken = await browser.client.post(
        "/api/details/email", json={"email": NEW, "code": code}, headers=headers
    )
    assert (taken.status_code, taken.json()) == (202, {"sent": True})
    assert [mail["to"] for mail in sent("email_change_link")] == [NEW]


async def test_its_code_neither_signs_in_nor_closes_the_account(
    browser: Any, mailer: Any, sent: Any, client_at: Any
) -> None:
    form = (await browser.get(FORM)).form(FORM)
    page = await browser.post(FORM, {**form, "email": NEW}, status=200)
    code = sent("confirmation_code")[-1]["values"]["code"]
    signing_in = {"email": "ada@example.com", "code": code}
    answer = await client_at().post("/api/sign-in/code", json=signing_in)
    assert (answer.status_code, answer.json()["code"]) == (422, "code_not_valid")
    closing = {**page.form(CODE), "code": code}
    await browser.post("/details/close/code", closing, status=422)
    assert [call for call in mailer.of("invoicing") if call.path.endswith("/close")] == []
    assert await browser.send(CODE, {**page.form(CODE), "code": code}) == "/details"
    assert len(sent("email_change_link")) == 1

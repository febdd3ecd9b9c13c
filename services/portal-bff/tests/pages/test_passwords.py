"""Passwords, on the pages and for programs: set, used, forgotten, and attacked."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
import pytest_asyncio
from argon2 import PasswordHasher
from fastapi import FastAPI
from foyer_portal_bff.domain.password import Password
from foyer_portal_bff.domain.rate_limit import PASSWORDS_OF_ADDRESS_FOR_LOGIN, PASSWORDS_OF_LOGIN
from foyer_portal_bff.gateways.password_hashes import PasswordHashes
from foyer_portal_bff.storage.passwords import Passwords
from foyer_portal_bff.storage.rows import AuditRow, MembershipRow, PasswordRow, SessionRow
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND
from foyer_shared.testing.outbox import announced
from sqlalchemy import delete, select
from sqlmodel import col

PAGE = "/sign-in/password"
OWN = "/settings/password"
RIGHT = "correct horse battery"
OTHER = "another one that is long"
MAIL = "ada@example.com"

Sent = Callable[[str], list[Any]]
Give = Callable[..., Awaitable[httpx.Response]]


@pytest.fixture
def sent(empty: Any) -> Sent:
    """What the portal asked notifications to send so far, of one message."""
    empty.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    return lambda message: [
        call.body
        for call in empty.of("notifications")
        if call.path == "/internal/messages" and call.body["message"] == message
    ]


@pytest.fixture
def kept(database: Database) -> Callable[[], Awaitable[list[str]]]:
    """Reads the hashes of all passwords."""

    async def read() -> list[str]:
        async with database.session() as session:
            return list(await session.scalars(select(col(PasswordRow.hash))))

    return read


@pytest_asyncio.fixture
async def with_password(database: Database, ada_login: str) -> str:
    """Ada has a password, whose hash was made when they were cheaper."""
    cheap = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash(RIGHT)
    async with database.session() as session:
        await Passwords(session).put(Password(ada_login, NORTHWIND, cheap, real_now()))
    return cheap


@pytest.fixture
def give(app: FastAPI) -> Give:
    """Tries a password over `/api`, from an address."""

    async def make(password: str, *, email: str = MAIL, ip: str = "198.51.100.7") -> httpx.Response:
        transport = httpx.ASGITransport(app, client=(ip, 5000))
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.post("/api/sign-in/password", json={"email": email, "password": password})

    return make


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[str | None]:
    """Against which hashes passwords were held; it costs nothing here, and RIGHT is right."""
    asked: list[str | None] = []

    async def verify(_: PasswordHashes, kept: str | None, password: str) -> bool:
        asked.append(kept)
        return kept is not None and password == RIGHT

    monkeypatch.setattr(PasswordHashes, "verify", verify)
    return asked


async def _try(browser: Any, password: str, *, email: str = MAIL, onward: str = "/") -> httpx.Response:
    form = (await browser.get(f"{PAGE}?next={onward}")).form(PAGE)
    answer: httpx.Response = await browser.client.post(
        PAGE, data={**form, "email": email, "password": password}
    )
    return answer


async def test_signing_in_leads_on_and_makes_the_hash_anew(
    visitor_browser: Any, full: Any, with_password: str, kept: Any, database: Database
) -> None:
    answer = await _try(visitor_browser, RIGHT, email=" Ada@Example.com ", onward="/invoices")
    assert (answer.status_code, answer.headers["location"]) == (303, "/invoices")
    assert (await visitor_browser.get("/invoices")).text_of("h1") == "Invoices"
    (hashed,) = await kept()
    assert hashed != with_password
    assert PasswordHasher().verify(hashed, RIGHT)
    (told,) = await announced(database)
    assert (told.type, told.data["way"], told.customerid) == ("login.recognized", "password", ADA)


async def test_wrong_unset_and_unknown_look_the_same(
    visitor_browser: Any, with_password: str, add_member: Any, kept: Any
) -> None:
    pages = []
    for email in (MAIL, await add_member("member"), "nobody@example.com"):
        answer = await _try(visitor_browser, OTHER, email=email)
        assert answer.status_code == 422
        assert OTHER not in answer.text
        pages.append(answer.text.partition("<main")[2].replace(email, "…"))
    assert "The address or the password is not right." in pages[0]
    assert set(pages) == {pages[0]}
    assert await kept() == [with_password]
    assert (await visitor_browser.client.get("/invoices")).status_code == 303


async def test_the_work_is_the_same_for_an_address_that_nobody_has(
    give: Give, with_password: str, verified: list[str | None]
) -> None:
    known, unknown = await give(OTHER), await give(OTHER, email="nobody@example.com")
    assert (known.status_code, known.json()["code"]) == (422, "password_not_valid")
    assert (unknown.status_code, unknown.json()) == (422, known.json())
    assert verified == [with_password, None]


async def test_each_sign_in_has_a_new_token_and_the_forms_of_before_are_worth_nothing(
    visitor_browser: Any, full: Any, with_password: str
) -> None:
    client = visitor_browser.client
    client.cookies.set("foyer_session", "planted")
    before = (await visitor_browser.get(PAGE)).form(PAGE)["csrf_token"]
    tokens = {"planted"}
    for _ in range(2):
        answer = await _try(visitor_browser, RIGHT)
        tokens.add(answer.cookies["foyer_session"])
        (visitor,) = [c for c in answer.headers.get_list("set-cookie") if c.startswith("foyer_visitor=")]
        assert "expires=" in visitor
    assert len(tokens) == 3
    client.cookies.clear()
    client.cookies.set("foyer_session", answer.cookies["foyer_session"])
    assert (await visitor_browser.get("/settings")).form("/sign-out")["csrf_token"] != before
    assert (await client.post("/sign-out", data={"csrf_token": before})).status_code == 403


async def test_guessing_closes_the_way_for_who_guesses_and_not_for_the_login(
    give: Give, with_password: str, verified: list[str | None]
) -> None:
    for _ in range(PASSWORDS_OF_ADDRESS_FOR_LOGIN.calls):
        assert (await give(OTHER)).status_code == 422
    refused = await give(RIGHT)
    assert (refused.status_code, refused.json()["code"]) == (429, "too_many_requests")
    assert int(refused.headers["retry-after"]) <= 1800
    assert (await give(RIGHT, ip="203.0.113.9")).status_code == 200


async def test_the_neighbours_of_an_address_guess_with_it(
    give: Give, with_password: str, verified: list[str | None]
) -> None:
    for last in range(PASSWORDS_OF_ADDRESS_FOR_LOGIN.calls):
        assert (await give(OTHER, ip=f"2001:db8:1:2::{last}")).status_code == 422
    assert (await give(RIGHT, ip="2001:db8:1:2::ffff")).status_code == 429
    assert (await give(RIGHT, ip="2001:db8:1:3::1")).status_code == 200


@pytest.mark.parametrize("email", [MAIL, "nobody@example.com"])
async def test_guessing_from_many_addresses_ends_and_locks_nobody_out(
    give: Give, with_password: str, token_of: Any, verified: list[str | None], email: str
) -> None:
    await token_of()  # From 192.0.2.7.
    statuses = [
        (await give(OTHER, email=email, ip=f"198.51.100.{last}")).status_code
        for last in range(PASSWORDS_OF_LOGIN.calls + 2)
    ]
    assert statuses == [422] * PASSWORDS_OF_LOGIN.calls + [429] * 2
    assert (await give(RIGHT, email=email, ip="203.0.113.9")).status_code == 429
    assert (await give(RIGHT, ip="192.0.2.7")).status_code == 200


async def test_after_too_many_the_page_offers_the_mail_which_works(
    visitor_browser: Any, with_password: str, sent: Sent, verified: list[str | None]
) -> None:
    for _ in range(PASSWORDS_OF_ADDRESS_FOR_LOGIN.calls):
        await _try(visitor_browser, OTHER)
    answer = await _try(visitor_browser, RIGHT)
    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert "Sign in by a mail" in answer.text
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    assert await visitor_browser.send("/sign-in", {**form, "email": MAIL}) == "/sign-in/code"
    assert len(sent("sign_in_code")) == 1


async def test_a_password_is_set_with_a_fresh_code_and_ends_the_other_sessions(
    browser: Any, sent: Sent, token_of: Any, client_at: Any, kept: Any, database: Database, give: Give
) -> None:
    other = await token_of(request_id="req_2")
    page = await browser.post(OWN, (await browser.get(OWN)).form(OWN), status=200)
    (asked,) = sent("confirmation_code")
    assert (asked["to"], asked["values"]["action"]) == (MAIL, "password")
    form = {**page.form(f"{OWN}/code"), "code": asked["values"]["code"]}
    short = await browser.post(f"{OWN}/code", {**form, "password": "short"}, status=422)
    assert "Choose a longer password: 12 characters or more." in short.text()
    assert short.form(f"{OWN}/code")["code"] == form["code"]
    assert short.form(f"{OWN}/code")["password"] == ""
    wrong = {**form, "code": f"{(int(form['code']) + 1) % 1_000_000:06d}", "password": RIGHT}
    assert "This code is not right" in (await browser.post(f"{OWN}/code", wrong, status=422)).text()
    assert (await kept(), sent("login_changed")) == ([], [])

    assert await browser.send(f"{OWN}/code", {**form, "password": RIGHT}) == "/settings/security"
    page = await browser.get("/settings/security")
    assert "Your password is saved." in page.text()
    assert "You can sign in with a password." in page.text()
    assert (await client_at(other).get("/api/home")).status_code == 401
    (mail,) = sent("login_changed")
    assert (mail["to"], mail["values"]["change"]) == (MAIL, "password_changed")
    assert mail["values"]["link"] == "http://localhost:8080/settings/security"
    (told,) = await announced(database)
    assert (told.type, told.customerid) == ("login.password_changed", ADA)
    assert RIGHT not in str(told)
    async with database.session() as session:
        audit = select(col(AuditRow.outcome)).where(col(AuditRow.action) == "change_password")
        assert list(await session.scalars(audit)) == ["done"]
    assert (await give(RIGHT)).status_code == 200
    again = await browser.post(f"{OWN}/code", {**form, "password": OTHER}, status=422)
    assert "This code is not right" in again.text()


async def test_a_code_for_something_else_sets_no_password(browser: Any, sent: Sent, kept: Any) -> None:
    headers = {"X-CSRF-Token": (await browser.get(OWN)).form(OWN)["csrf_token"]}
    await browser.client.post("/api/details/email/code", headers=headers)
    code = sent("confirmation_code")[0]["values"]["code"]
    body = {"password": RIGHT, "code": code}
    refused = await browser.client.put("/api/password", json=body, headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "code_not_valid")
    assert await kept() == []


async def test_programs_set_a_password_in_the_same_steps(
    ada_client: Any, sent: Sent, give: Give, client_at: Any
) -> None:
    assert (await ada_client.post("/api/password/code")).json() == {"sent": True}
    code = sent("confirmation_code")[0]["values"]["code"]
    common = await ada_client.put("/api/password", json={"password": "qwertyqwerty", "code": code})
    assert (common.status_code, common.json()["code"]) == (422, "password_too_common")
    assert "qwertyqwerty" not in common.text
    done = await ada_client.put("/api/password", json={"password": RIGHT, "code": code})
    assert done.status_code == 204
    token = (await give(RIGHT)).json()["token"]
    assert (await client_at(token).get("/api/home")).status_code == 200
    assert (await client_at().put("/api/password", json={"password": RIGHT, "code": code})).status_code == 401


async def _reset_link(browser: Any, sent: Sent, email: str = MAIL) -> str:
    forgotten = f"{PAGE}/forgotten"
    form = (await browser.get(forgotten)).form(forgotten)
    page = await browser.post(forgotten, {**form, "email": email}, status=200)
    assert f"If {email} is known to us, a mail with a link is on its way." in page.text()
    mails = sent("login_link")
    return str(mails[-1]["values"]["link"]) if mails else ""


async def test_a_forgotten_password_is_changed_by_the_mailed_link_once(
    visitor_browser: Any, sent: Sent, with_password: str, token_of: Any, client_at: Any, give: Give
) -> None:
    other = await token_of()
    link = urlsplit(await _reset_link(visitor_browser, sent))
    (mail,) = sent("login_link")
    assert (mail["to"], mail["values"]["action"], mail["values"]["minutes"]) == (MAIL, "reset_password", 10)
    assert link.path == f"{PAGE}/reset"
    for _ in range(2):
        form = (await visitor_browser.get(f"{link.path}?{link.query}")).form(link.path)
    page = await visitor_browser.post(link.path, {**form, "password": MAIL}, status=422)
    assert "This password is too easy to guess." in page.text()
    assert await visitor_browser.send(link.path, {**form, "password": OTHER}) == "/"
    assert (await visitor_browser.client.get("/settings")).status_code == 200
    assert (await client_at(other).get("/api/home")).status_code == 401
    assert [(await give(RIGHT)).status_code, (await give(OTHER)).status_code] == [422, 200]
    assert [each["values"]["change"] for each in sent("login_changed")] == ["password_changed"]

    visitor_browser.client.cookies.clear()
    form = (await visitor_browser.get(f"{link.path}?{link.query}")).form(link.path)
    page = await visitor_browser.post(link.path, {**form, "password": "a third one, never set"}, status=422)
    assert "This link has been used, or is older than 10 minutes." in page.text()
    assert (await give("a third one, never set")).status_code == 422


async def test_an_unknown_address_gets_the_same_page_and_no_link(
    visitor_browser: Any, ada: Any, sent: Sent
) -> None:
    assert await _reset_link(visitor_browser, sent, "nobody@example.com") == ""
    body = {"email": "who@example.com"}
    answer = await visitor_browser.client.post("/api/password/forgotten", json=body)
    assert (answer.status_code, answer.json()) == (202, {"sent": True})
    again = await visitor_browser.client.post("/api/password/forgotten", json=body)
    assert again.status_code == 429
    assert sent("login_link") == []


async def test_a_link_to_sign_in_resets_nothing_and_the_other_way_round(
    visitor_browser: Any, sent: Sent, with_password: str, kept: Any, database: Database
) -> None:
    await visitor_browser.client.post("/api/sign-in", json={"email": MAIL})
    token = parse_qs(urlsplit(sent("sign_in_code")[0]["values"]["link"]).query)["token"][0]
    for wrong in (token, "made up", ""):
        body = {"token": wrong, "password": OTHER}
        refused = await visitor_browser.client.post("/api/password/reset", json=body)
        assert (refused.status_code, refused.json()["code"]) == (422, "link_not_valid")
    assert await kept() == [with_password]
    reset = parse_qs(urlsplit(await _reset_link(visitor_browser, sent)).query)["token"][0]
    form = (await visitor_browser.get(f"/sign-in/link?token={reset}")).form("/sign-in/link")
    await visitor_browser.post("/sign-in/link", form, status=422)
    async with database.session() as session:
        assert list(await session.scalars(select(SessionRow))) == []


async def test_a_page_of_another_site_tries_no_password(visitor: Any, with_password: str) -> None:
    answer = await visitor.post(
        "/api/sign-in/password",
        json={"email": MAIL, "password": RIGHT},
        headers={"Origin": "https://evil.example"},
    )
    assert (answer.status_code, answer.json()["code"]) == (403, "form_not_ours")


async def test_a_password_without_an_account_lets_nobody_in(
    give: Give, with_password: str, database: Database, kept: Any
) -> None:
    async with database.session() as session:
        await session.execute(delete(MembershipRow))
    refused = await give(RIGHT)
    assert (refused.status_code, refused.json()["code"]) == (422, "password_not_valid")
    assert await kept() == [with_password]

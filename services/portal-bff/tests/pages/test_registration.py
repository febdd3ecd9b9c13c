"""Registering: the same answer for all, and an account only for whoever opens the link."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import pytest
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.rate_limit import REGISTRATIONS_OF_EMAIL
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.customers import customer_row
from foyer_portal_bff.storage.rows import CustomerRow, LoginRow, MembershipRow, RegistrationRow, SessionRow
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from sqlalchemy import select
from sqlmodel import col

PAGE, LINK = "/register", "/register/link"
MAKE = "POST /internal/customers"
GRACE = {"email": "Grace@Example.com", "name": "Grace Hopper", "country": "NL"}
MADE = {"id": "cus_grace", "name": "Grace Hopper", "email": "grace@example.com", "language": "en"}

Roles = Callable[[], Awaitable[dict[tuple[str, str], str]]]


@pytest.fixture
def sent(empty: Any) -> Callable[[], list[Any]]:
    """The links that the portal asked notifications to send so far; invoicing makes customers."""
    empty.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    empty.answer("invoicing", MAKE, MADE, status=201)
    return lambda: [call.body for call in empty.of("notifications") if call.method == "POST"]


@pytest.fixture
def made(empty: Any) -> Callable[[], list[Any]]:
    """The customers that invoicing was asked to make."""
    return lambda: [call for call in empty.of("invoicing") if call.path == "/internal/customers"]


@pytest.fixture
def roles(database: Database) -> Roles:
    """Who has which role for whom."""

    async def read() -> dict[tuple[str, str], str]:
        query = select(
            col(LoginRow.email), col(MembershipRow.customer_id), col(MembershipRow.role)
        ).join_from(LoginRow, MembershipRow, col(MembershipRow.login_id) == col(LoginRow.id))
        async with database.session() as session:
            return {(email, customer): role for email, customer, role in await session.execute(query)}

    return read


async def _ask(browser: Any, **typed: str) -> str:
    form = (await browser.get(PAGE)).form(PAGE)
    page = await browser.post(PAGE, {**form, **GRACE, **typed}, status=200)
    return str(page.text())


async def _open(browser: Any, sent: Any) -> tuple[str, dict[str, str]]:
    link = urlsplit(sent()[-1]["values"]["link"])
    assert link.path == LINK
    address = f"{LINK}?{link.query}"
    for _ in range(2):
        form = (await browser.get(address)).form(LINK)
    return address, form


async def test_somebody_new_gets_an_account_once_the_link_is_opened(
    visitor_browser: Any, sent: Any, made: Any, roles: Roles
) -> None:
    assert "A mail with a link is on its way to Grace@Example.com." in await _ask(visitor_browser)
    (mail,) = sent()
    assert (mail["message"], mail["to"], mail["language"]) == ("login_link", "grace@example.com", "en")
    assert (mail["values"]["action"], mail["values"]["minutes"]) == ("register", 60)
    assert (made(), await roles()) == ([], {})

    _, form = await _open(visitor_browser, sent)
    assert await visitor_browser.send(LINK, form) == "/"
    (call,) = made()
    assert call.body == GRACE | {"email": "grace@example.com", "language": "en"}
    assert (call.caller.surface, call.caller.scopes) == ("internal", {"invoicing:write"})
    assert call.headers["idempotency-key"].startswith("reg_")
    assert await roles() == {("grace@example.com", "cus_grace"): "owner"}
    assert "Grace" in (await visitor_browser.get("/")).text_of("h1")


async def test_the_link_works_once(visitor_browser: Any, sent: Any, made: Any, database: Database) -> None:
    await _ask(visitor_browser)
    address, form = await _open(visitor_browser, sent)
    await visitor_browser.send(LINK, form)
    visitor_browser.client.cookies.clear()
    form = (await visitor_browser.get(address)).form(LINK)
    page = await visitor_browser.post(LINK, form, status=422)
    assert "This link has been used, or is older than an hour." in page.text()
    async with database.session() as session:
        assert len(list(await session.scalars(select(SessionRow)))) == 1
    assert len(made()) == 1


async def test_who_has_an_account_is_signed_in_and_nothing_else_changes(
    visitor_browser: Any, ada: Customer, sent: Any, made: Any, roles: Roles, database: Database
) -> None:
    async with database.session() as session:
        session.add(customer_row(replace(ada, id="cus_2")))
    unknown = await _ask(visitor_browser)
    known = await _ask(visitor_browser, email="ada@example.com", name="Mallory")
    assert known == unknown.replace("Grace@Example.com", "ada@example.com")
    before = await roles()
    _, form = await _open(visitor_browser, sent)
    assert await visitor_browser.send(LINK, form) == "/"
    assert (await roles(), made()) == (before, [])
    assert "Ada" in (await visitor_browser.get("/")).text_of("h1")


async def test_a_customer_whose_documents_go_there_is_joined_as_somebody_who_sees(
    visitor_browser: Any, ada: Customer, sent: Any, made: Any, roles: Roles, database: Database
) -> None:
    async with database.work(an_origin()) as work:
        await take_in_customer(work, replace(ada, version=2, email="Grace@example.com"))
    await _ask(visitor_browser)
    assert await roles() == {("ada@example.com", ADA): "owner"}
    _, form = await _open(visitor_browser, sent)
    await visitor_browser.send(LINK, form)
    assert await roles() == {("ada@example.com", ADA): "owner", ("grace@example.com", ADA): Role.MEMBER}
    assert made() == []


async def test_a_customer_that_nobody_can_sign_in_for_gets_an_owner(
    visitor_browser: Any, northwind: Any, sent: Any, made: Any, roles: Roles, database: Database
) -> None:
    async with database.session() as session:
        session.add(
            CustomerRow(
                id="cus_old",
                version=1,
                business_id=northwind.id,
                name="Grace",
                email="grace@example.com",
                language="nl",
            )
        )
    await _ask(visitor_browser)
    _, form = await _open(visitor_browser, sent)
    await visitor_browser.send(LINK, form)
    assert await roles() == {("grace@example.com", "cus_old"): "owner"}
    assert made() == []


async def test_while_invoicing_is_away_the_link_stays_good(
    visitor_browser: Any, empty: Any, sent: Any, roles: Roles
) -> None:
    await _ask(visitor_browser)
    _, form = await _open(visitor_browser, sent)
    empty.away.add("invoicing")
    await visitor_browser.post(LINK, form, status=503)
    assert await roles() == {}
    empty.away.clear()
    assert await visitor_browser.send(LINK, form) == "/"
    assert len(await roles()) == 1


async def test_what_was_typed_wrong_is_said_beside_it_and_nothing_is_mailed(
    visitor_browser: Any, sent: Any, database: Database
) -> None:
    form = (await visitor_browser.get(PAGE)).form(PAGE)
    page = await visitor_browser.post(PAGE, {**form, "email": "grace", "name": " "}, status=422)
    assert "Enter an email address" in page.text()
    assert "Enter your name." in page.text()
    assert page.form(PAGE)["email"] == "grace"
    page = await visitor_browser.post(PAGE, {**form, **GRACE, "country": "XX"}, status=422)
    assert "Choose a country." in page.text()
    async with database.session() as session:
        assert list(await session.scalars(select(RegistrationRow))) == []
    assert sent() == []


@pytest.mark.parametrize("email", ["ada@example.com", "grace@example.com"])
async def test_an_address_is_not_flooded(visitor_browser: Any, ada: Customer, sent: Any, email: str) -> None:
    form = (await visitor_browser.get(PAGE)).form(PAGE)
    typed = {**form, **GRACE, "email": email}
    for _ in range(REGISTRATIONS_OF_EMAIL.calls):
        await visitor_browser.post(PAGE, typed, status=200)
    answer = await visitor_browser.client.post(PAGE, data=typed)
    assert answer.status_code == 429
    assert "retry-after" in answer.headers
    assert len(sent()) == REGISTRATIONS_OF_EMAIL.calls


async def test_programs_register_in_the_same_steps(
    visitor: Any, client_at: Any, sent: Any, roles: Roles
) -> None:
    asked = await visitor.post("/api/registration", json=GRACE)
    assert (asked.status_code, asked.json()) == (202, {"sent": True})
    refused = await visitor.post("/api/registration", json={**GRACE, "country": "XX"})
    assert (refused.status_code, refused.json()["code"]) == (422, "unknown_country")
    token = sent()[0]["values"]["link"].partition("token=")[2]
    assert sent()[0]["language"] == "nl"
    opened = await visitor.post("/api/registration/link", json={"token": token})
    assert (await client_at(opened.json()["token"]).get("/api/home")).json()["customer"]["id"] == "cus_grace"
    again = await client_at().post("/api/registration/link", json={"token": token})
    assert (again.status_code, again.json()["code"]) == (422, "registration_link_not_valid")
    assert await roles() == {("grace@example.com", "cus_grace"): "owner"}

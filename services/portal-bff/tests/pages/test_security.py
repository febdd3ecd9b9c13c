"""Where a login is signed in, on the page and for programs, and signing out there."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow, SessionRow
from foyer_shared.storage.database import Database
from sqlalchemy import select
from sqlmodel import col

PAGE = "/settings/security"
ELSEWHERE = "/settings/security/sign-out-elsewhere"

Sessions = Callable[[], Awaitable[list[SessionRow]]]


@pytest.fixture
def sessions(database: Database) -> Sessions:
    """Reads all sessions there are, the oldest first."""

    async def read() -> list[SessionRow]:
        async with database.session() as session:
            return list(await session.scalars(select(SessionRow).order_by(col(SessionRow.created_at))))

    return read


@pytest_asyncio.fixture
async def phone(browser: Any, token_of: Any) -> str:
    """Ada's session on another device, which began after the browser's."""
    return str(await token_of(request_id="req_phone"))


@pytest_asyncio.fixture
async def of_another(phone: str, add_member: Any, token_of: Any) -> str:
    """The session of another login of Ada's account."""
    return str(await token_of(await add_member(Role.MEMBER), request_id="req_member"))


async def test_each_device_is_shown_and_this_one_is_marked(
    browser: Any, full: Any, of_another: str, sessions: Sessions
) -> None:
    page = await browser.get(PAGE)
    words = page.text()
    assert words.count("Firefox on Windows, 192.0.2.7") == 2
    assert words.count("This device") == 1
    phone = (await sessions())[1]
    assert page.form(f"{PAGE}/sessions/{phone.id}/sign-out").keys() == {"csrf_token"}
    assert words.index("This device") < words.index("Sign out there")
    assert PAGE in (await browser.get("/settings")).links()


async def test_signing_out_there_ends_that_session_alone(
    browser: Any, full: Any, phone: str, client_at: Any, sessions: Sessions, database: Database
) -> None:
    there = (await sessions())[1].id
    path = f"{PAGE}/sessions/{there}/sign-out"
    form = (await browser.get(PAGE)).form(path)
    assert await browser.send(path, form) == PAGE
    page = await browser.get(PAGE)
    assert "You are signed out there." in page.text()
    assert "Sign out everywhere else" not in page.text()
    assert (await client_at(phone).get("/api/home")).status_code == 401
    assert [each.ended_at is None for each in await sessions()] == [True, False]
    async with database.session() as session:
        audit = await session.execute(
            select(col(AuditRow.target), col(AuditRow.outcome)).where(col(AuditRow.action) == "end_session")
        )
        assert list(map(tuple, audit)) == [(there, "done")]
    await browser.post(path, form, status=404)


async def test_signing_out_everywhere_else_leaves_this_one_and_other_people(
    browser: Any, full: Any, of_another: str, sessions: Sessions
) -> None:
    form = (await browser.get(PAGE)).form(ELSEWHERE)
    assert await browser.send(ELSEWHERE, form) == PAGE
    assert "You are signed out everywhere else." in (await browser.get(PAGE)).text()
    assert [each.ended_at is None for each in await sessions()] == [True, False, True]


async def test_the_session_of_another_login_is_not_found(
    browser: Any, full: Any, of_another: str, sessions: Sessions
) -> None:
    theirs = (await sessions())[2].id
    csrf = (await browser.get(PAGE)).form(ELSEWHERE)
    await browser.post(f"{PAGE}/sessions/{theirs}/sign-out", csrf, status=404)
    headers = {"X-CSRF-Token": csrf["csrf_token"]}
    refused = await browser.client.delete(f"/api/sessions/{theirs}", headers=headers)
    assert (refused.status_code, refused.json()["code"]) == (404, "not_found")
    assert [each.ended_at for each in await sessions()] == [None, None, None]


async def test_programs_see_and_do_the_same(
    ada_client: Any, client_at: Any, token_of: Any, sessions: Sessions
) -> None:
    others = [await token_of(request_id="req_2"), await token_of(request_id="req_3")]
    listed = (await ada_client.get("/api/sessions")).json()["data"]
    here = (await sessions())[0].id
    assert {each["id"]: each["current"] for each in listed} == {
        row.id: row.id == here for row in await sessions()
    }
    assert {(each["device"], each["ip"]) for each in listed} == {("Firefox on Windows", "192.0.2.7")}
    second = (await sessions())[1].id
    assert (await ada_client.delete(f"/api/sessions/{second}")).status_code == 204
    assert (await client_at(others[0]).get("/api/home")).status_code == 401
    assert (await client_at(others[1]).get("/api/home")).status_code == 200
    assert (await ada_client.delete("/api/sessions")).json() == {"ended": 1}
    assert (await client_at(others[1]).get("/api/home")).status_code == 401
    assert [each["id"] for each in (await ada_client.get("/api/sessions")).json()["data"]] == [here]


async def test_a_visitor_sees_no_sessions(visitor: Any) -> None:
    assert (await visitor.get("/api/sessions")).status_code == 401
    assert (await visitor.delete("/api/sessions")).status_code == 401

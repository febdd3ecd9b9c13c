"""Every refusal is a problem document of RFC 9457, and none says what is inside."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from fastapi import FastAPI
from foyer_shared.basics.errors import Conflict, FoyerError, Invalid, NotAllowed, NotFound, Unavailable
from foyer_shared.http.body_limit import LARGEST_BODY
from foyer_shared.http.callers import Surface
from foyer_shared.http.problems import refusal_problem, status_of
from foyer_shared.http.refusals import NotSignedIn, TooManyRequests
from foyer_shared.storage.database import Database
from foyer_shared.testing import a_caller, client_for
from sqlalchemy import column, func, select, table, text

Texts = Callable[[], Awaitable[list[str]]]


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (NotSignedIn("no"), 401),
        (NotAllowed("no"), 403),
        (NotFound("no"), 404),
        (Conflict("no"), 409),
        (Invalid("no"), 422),
        (TooManyRequests("no", retry_after=7), 429),
        (Unavailable("no"), 503),
    ],
)
def test_each_refusal_has_its_status(error: FoyerError, status: int) -> None:
    assert status_of(error) == status


def test_who_must_wait_is_told_how_long() -> None:
    assert refusal_problem(TooManyRequests("no", retry_after=7)).headers["retry-after"] == "7"
    assert refusal_problem(Unavailable("no")).headers["retry-after"] == "2"


async def test_a_refusal_is_a_problem_document(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.post("/customer/notes", json={"text": "refused"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "code": "notes_full",
        "detail": "There is no room for another note.",
        "field": "text",
    }


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, [{"field": "text", "detail": "Field required"}]),
        ({"text": 1}, [{"field": "text", "detail": "Input should be a valid string"}]),
        ({"text": "a", "txt": "b"}, [{"field": "txt", "detail": "Extra inputs are not permitted"}]),
        (
            {"text": "a", "remind_at": "2026-11-22T10:00:00"},
            [{"field": "remind_at", "detail": "Input should have timezone info"}],
        ),
    ],
)
async def test_wrong_fields_are_named(app: FastAPI, texts: Texts, body: Any, errors: Any) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.post("/customer/notes", json=body)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"] == errors
    assert await texts() == []


async def test_a_body_that_is_no_json_is_named(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.post(
            "/customer/notes", content=b"{secret", headers={"Content-Type": "application/json"}
        )
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": "body", "detail": "JSON decode error"}]
    assert "secret" not in answer.text


async def test_wrong_query_parameters_are_named(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.get("/customer/notes", params={"limit": 101})
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["limit"]


@pytest.mark.parametrize("declared", [True, False])
async def test_a_body_that_is_too_large_is_refused(app: FastAPI, texts: Texts, declared: bool) -> None:
    async def pieces() -> Any:
        for _ in range(LARGEST_BODY // 1024 + 1):
            yield b" " * 1024

    content = b" " * (LARGEST_BODY + 1) if declared else pieces()
    async with client_for(app, a_caller()) as client:
        answer = await client.post(
            "/customer/notes", content=content, headers={"Content-Type": "application/json"}
        )
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert answer.headers["content-type"] == "application/problem+json"
    assert await texts() == []


async def test_text_that_cannot_be_stored_is_invalid(app: FastAPI, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.post("/customer/notes", json={"text": "a\u0000b"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert await texts() == []


async def test_an_unknown_address_is_not_found(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.get("/customer/nothing")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_a_wrong_method_is_told_the_right_ones(app: FastAPI) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.head("/customer/notes")
        assert answer.status_code == 405
        answer = await client.delete("/v1/notes")
    assert (answer.status_code, answer.json()["code"]) == (405, "method_not_allowed")
    assert answer.headers["allow"] == "POST"


async def test_what_nobody_foresaw_says_nothing_about_the_inside(app: FastAPI) -> None:
    async with client_for(app, a_caller(Surface.INTERNAL)) as client:
        answer = await client.post("/internal/broken")
    assert answer.status_code == 500
    assert answer.json() == {
        "type": "about:blank",
        "title": "Internal Server Error",
        "status": 500,
        "code": "unexpected",
        "detail": "Something went wrong on our side. It has been recorded.",
    }


async def test_without_a_database_the_caller_may_try_again(app: FastAPI, database: Database) -> None:
    nowhere = Database("postgresql://foyer:foyer@127.0.0.1:1/foyer", database.tables.outbox.metadata)
    app.state.doorway = replace(app.state.doorway, database=nowhere)
    async with client_for(app, a_caller()) as client:
        read = await client.get("/customer/notes")
        written = await client.post("/customer/notes", json={"text": "milk"})
    for answer in (read, written):
        assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
        assert answer.headers["retry-after"] == "2"
        assert "127.0.0.1" not in answer.text


async def test_a_database_that_broke_off_is_used_again(app: FastAPI, database: Database) -> None:
    async with client_for(app, a_caller()) as client:
        assert (await client.get("/customer/notes")).status_code == 200
        async with database.session() as session:
            others = text("pid <> pg_backend_pid() AND datname = current_database()")
            ended = func.pg_terminate_backend(column("pid"))
            await session.execute(select(ended).select_from(table("pg_stat_activity")).where(others))
        statuses = [(await client.get("/customer/notes")).status_code for _ in range(3)]
    assert statuses[-1] == 200
    assert set(statuses) <= {200, 503}

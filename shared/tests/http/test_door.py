"""Doors let in who may, refuse all others, and commit before they answer."""

from collections.abc import Awaitable, Callable

import pytest
from fastapi import APIRouter, FastAPI
from foyer_shared.http.callers import Surface
from foyer_shared.http.door import unguarded_routes
from foyer_shared.storage.database import Database
from foyer_shared.testing import ADA, NORTHWIND, a_caller, announced, client_for

Texts = Callable[[], Awaitable[list[str]]]


async def test_a_command_commits_with_its_event(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller(request_id="req_1")) as client:
        answer = await client.post("/customer/notes", json={"text": "milk"})
    assert answer.status_code == 201
    assert answer.json() == {"id": answer.json()["id"], "text": "milk", "remind_at": None}
    assert await texts() == ["milk"]
    (event,) = await announced(database)
    assert (event.type, event.subject) == ("ticket.opened", answer.json()["id"])
    assert (event.businessid, event.customerid, event.causationid) == (NORTHWIND, ADA, "req_1")
    assert event.actor == str(a_caller().actor)


async def test_a_refused_command_changes_nothing(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.post("/customer/notes", json={"text": "refused"})
    assert answer.status_code == 409
    assert answer.json()["code"] == "notes_full"
    assert (await texts(), await announced(database)) == ([], [])


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic YTpi", "Bearer a.b.c"])
async def test_without_a_token_nobody_comes_in(app: FastAPI, texts: Texts, header: str | None) -> None:
    async with client_for(app, None) as client:
        headers = {} if header is None else {"Authorization": header}
        answer = await client.post("/customer/notes", json={"text": "milk"}, headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert await texts() == []


async def test_a_token_for_another_service_does_not_open(app: FastAPI, texts: Texts) -> None:
    async with client_for(app, a_caller(), audience="invoicing") as client:
        answer = await client.post("/customer/notes", json={"text": "milk"})
    assert answer.status_code == 401
    assert await texts() == []


async def test_a_missing_scope_is_not_allowed(app: FastAPI, texts: Texts) -> None:
    async with client_for(app, a_caller(scopes=["support:read", "invoicing:write"])) as client:
        answer = await client.post("/customer/notes", json={"text": "milk"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert answer.json()["detail"] == "This needs the scope support:write."
    assert await texts() == []


@pytest.mark.parametrize(
    ("surface", "path"),
    [
        (Surface.BUSINESS, "/customer/notes"),
        (Surface.INTERNAL, "/customer/notes"),
        (Surface.CUSTOMER, "/v1/notes"),
        (Surface.INTERNAL, "/v1/notes"),
        (Surface.CUSTOMER, "/internal/broken"),
        (Surface.BUSINESS, "/internal/broken"),
    ],
)
async def test_each_surface_has_its_own_doors(
    app: FastAPI, texts: Texts, surface: Surface, path: str
) -> None:
    async with client_for(app, a_caller(surface, customer_id=ADA)) as client:
        answer = await client.post(path, json={"text": "milk", "customer_id": ADA})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert await texts() == []


async def test_a_business_writes_for_the_customer_that_the_portal_vouches_for(
    app: FastAPI, texts: Texts
) -> None:
    async with client_for(app, a_caller(Surface.BUSINESS, customer_id=ADA)) as client:
        answer = await client.post("/v1/notes", json={"text": "milk", "customer_id": ADA})
    assert answer.status_code == 200
    assert await texts() == ["milk"]


@pytest.mark.parametrize("vouched_for", [ADA, None])
async def test_any_other_customer_is_not_found(app: FastAPI, texts: Texts, vouched_for: str | None) -> None:
    async with client_for(app, a_caller(Surface.BUSINESS, customer_id=vouched_for)) as client:
        answer = await client.post("/v1/notes", json={"text": "milk", "customer_id": "cus_other"})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert answer.json()["field"] == "customer_id"
    assert await texts() == []


async def test_a_reading_door_cannot_write(app: FastAPI, database: Database, texts: Texts) -> None:
    async with client_for(app, a_caller()) as client:
        answer = await client.post("/customer/notes/while-reading")
        assert answer.status_code >= 500
        assert (await texts(), await announced(database)) == ([], [])
        # The connection went back to the pool and may write again.
        assert (await client.post("/customer/notes", json={"text": "milk"})).status_code == 201


def test_every_route_has_a_guard(app: FastAPI) -> None:
    assert unguarded_routes(app) == []


def test_a_route_without_a_guard_is_found(app: FastAPI) -> None:
    router = APIRouter(prefix="/customer")
    router.add_api_route("/open", lambda: None, methods=["GET"])
    app.include_router(router, prefix="/deep")
    app.add_api_route("/also-open", lambda: None, methods=["POST"])
    assert unguarded_routes(app) == ["GET /deep/customer/open", "POST /also-open"]

"""The edge of the business API: who gets through, what the service is told, what comes back."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.edge import owner_of
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.customers import Customers
from foyer_portal_bff.storage.rows import AuditRow
from foyer_portal_bff.use_cases.read_picture import read_picture
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND
from sqlalchemy import select

ClientFor = Callable[..., httpx.AsyncClient]
MADE = {"id": "cus_9", "name": "Grace", "email": "grace@example.com", "language": "nl", "version": 1}


@pytest.fixture
def key_with(key_client: httpx.AsyncClient, client_at: ClientFor) -> Callable[..., Awaitable[Any]]:
    """Makes a key with these scopes; returns its id and a client of it."""

    async def make(*scopes: str) -> tuple[str, httpx.AsyncClient]:
        made = await key_client.post("/v1/api-keys", json={"name": "Narrow", "scopes": list(scopes)})
        assert made.status_code == 201
        return made.json()["id"], client_at(made.json()["key"])

    return make


KeyWith = Callable[..., Awaitable[tuple[str, httpx.AsyncClient]]]


@pytest.mark.parametrize("key", [None, "foyer_sk_unknown", "made up", ""])
async def test_without_a_key_of_a_business_nobody_gets_through(
    client_at: ClientFor, northwind: Business, services: Any, key: str | None
) -> None:
    answer = await client_at(key).get("/v1/products")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["www-authenticate"] == "Bearer"
    assert services.calls == []


async def test_a_logins_token_is_no_key(ada_client: httpx.AsyncClient, services: Any) -> None:
    assert (await ada_client.get("/v1/products")).status_code == 401
    assert services.calls == []


async def test_a_revoked_key_is_refused_at_once(key_with: KeyWith, key_client: httpx.AsyncClient) -> None:
    key_id, narrow = await key_with("invoicing:read")
    assert (await narrow.get("/v1/invoices")).status_code == 404
    assert (await key_client.delete(f"/v1/api-keys/{key_id}")).json()["revoked_at"]
    assert (await narrow.get("/v1/invoices")).status_code == 401


async def test_a_key_opens_its_areas_only(key_with: KeyWith, services: Any) -> None:
    _, narrow = await key_with("invoicing:read")
    for answer in (
        await narrow.post("/v1/customers", json={"email": "a@example.com", "name": "A"}),
        await narrow.get("/v1/products"),
        await narrow.get("/v1/tickets"),
        await narrow.post("/v1/logins", json={}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert services.calls == []
    await narrow.get("/v1/orders")
    assert services.calls[0].caller.scopes == {"invoicing:read"}


async def test_a_key_makes_no_key_with_more_than_it_has(key_with: KeyWith) -> None:
    _, narrow = await key_with("portal:write")
    answer = await narrow.post("/v1/api-keys", json={"name": "Wide", "scopes": ["invoicing:read"]})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")


async def test_a_call_reaches_its_service_as_it_is(
    key_client: httpx.AsyncClient, services: Any, northwind: Business
) -> None:
    services.answer("subscriptions", "POST /v1/products", {"id": "prod_1"}, status=201)
    answer = await key_client.post(
        "/v1/products?verbose=1",
        json={"name": "Studio"},
        headers={"Idempotency-Key": "once", "Cookie": "foyer_session=made-up"},
    )
    assert (answer.status_code, answer.json()) == (201, {"id": "prod_1"})
    (call,) = services.calls
    assert (call.service, call.method, call.path) == ("subscriptions", "POST", "/v1/products")
    assert (call.body, call.query) == ({"name": "Studio"}, {"verbose": "1"})
    assert call.headers["idempotency-key"] == "once"
    assert "cookie" not in call.headers
    caller = call.caller
    assert (caller.business_id, caller.customer_id, caller.surface) == (NORTHWIND, None, "business")
    assert str(caller.actor).startswith("key:key_")
    assert caller.request_id == answer.headers["x-request-id"]


async def test_a_header_is_passed_on_byte_for_byte(key_client: httpx.AsyncClient, services: Any) -> None:
    key = "é".encode("latin-1")
    await key_client.post("/v1/products", json={}, headers={b"Idempotency-Key": key})
    assert (b"idempotency-key", key) in [
        (name.lower(), value) for name, value in services.calls[0].headers.raw
    ]


async def test_problems_and_headers_come_back_unchanged(key_client: httpx.AsyncClient, services: Any) -> None:
    problem = {"type": "about:blank", "status": 409, "code": "idempotency_key_reused", "detail": "Again?"}
    services.answer(
        "subscriptions",
        "POST /v1/products",
        problem,
        status=409,
        **{"content-type": "application/problem+json", "idempotent-replayed": "true", "x-inner": "no"},
    )
    answer = await key_client.post("/v1/products", json={})
    assert (answer.status_code, answer.json()) == (409, problem)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["idempotent-replayed"] == "true"
    assert "x-inner" not in answer.headers


async def test_a_service_that_is_away_is_503(key_client: httpx.AsyncClient, services: Any) -> None:
    services.away.add("support")
    answer = await key_client.get("/v1/tickets")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
    assert "retry-after" in answer.headers


async def test_a_named_customer_is_vouched_for(
    key_client: httpx.AsyncClient, ada: Customer, services: Any
) -> None:
    services.answer("invoicing", "POST /v1/orders", {"id": "ord_1"}, status=201)
    await key_client.post("/v1/orders", json={"customer_id": ADA, "lines": []})
    assert services.calls[0].caller.customer_id == ADA


async def test_an_unknown_customer_reaches_no_service(
    key_client: httpx.AsyncClient, ada: Customer, contoso: Business, services: Any
) -> None:
    for customer_id in ("cus_unknown", "cus_01jdze00000e8000000000000a"):
        answer = await key_client.post("/v1/orders", json={"customer_id": customer_id, "lines": []})
        assert (answer.status_code, answer.json()["code"]) == (404, "customer_not_found")
        assert answer.json()["field"] == "customer_id"
    assert services.calls == []


@pytest.mark.parametrize("body", [b"no json", b"[1]", b'"text"', b'{"customer_id": 7}'])
async def test_what_names_nobody_is_for_the_service_to_refuse(
    key_client: httpx.AsyncClient, services: Any, body: bytes
) -> None:
    services.away.add("invoicing")
    answer = await key_client.post("/v1/orders", content=body, headers={"Content-Type": "application/json"})
    assert answer.status_code == 503


@pytest.mark.parametrize(
    "path",
    ["/v1/internal/messages", "/v1/webhooks", "/v1/products/..%2f..%2finternal", "/v1/products//x", "/v1/"],
)
async def test_there_is_no_other_way_in(key_client: httpx.AsyncClient, services: Any, path: str) -> None:
    assert (await key_client.get(path)).status_code == 404
    assert services.calls == []


async def test_a_sandbox_business_dates_its_requests(key_client: httpx.AsyncClient, services: Any) -> None:
    headers = {"Foyer-Sandbox-Now": "2025-01-31T09:00:00+00:00"}
    await key_client.get("/v1/products", headers=headers)
    assert services.calls[0].caller.now.isoformat() == "2025-01-31T09:00:00+00:00"
    answer = await key_client.get("/v1/products", headers={"Foyer-Sandbox-Now": "yesterday"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_a_live_business_does_not(client_at: ClientFor, contoso: Business, services: Any) -> None:
    headers = {"Foyer-Sandbox-Now": "2025-01-31T09:00:00+00:00"}
    answer = await client_at("foyer_sk_contoso").get("/v1/products", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (403, "sandbox_only")
    assert services.calls == []


async def test_a_new_customer_can_sign_in_before_the_call_has_answered(
    key_client: httpx.AsyncClient, services: Any, database: Database, visitor: httpx.AsyncClient
) -> None:
    services.answer("invoicing", "POST /v1/customers", MADE, status=201)
    services.answer("notifications", "POST /internal/messages", {}, status=202)
    answer = await key_client.post("/v1/customers", json={"email": "grace@example.com", "name": "Grace"})
    assert (answer.status_code, answer.json()) == (201, MADE)
    await visitor.post("/api/sign-in", json={"email": "grace@example.com"})
    (mail,) = services.of("notifications")
    assert (mail.body["to"], mail.body["language"]) == ("grace@example.com", "nl")
    async with database.session() as session:
        assert (await Customers(session).get(Scope(NORTHWIND), "cus_9")).version == 0
        (entry,) = await session.scalars(select(AuditRow))
    assert (entry.action, entry.target) == ("POST customers", "cus_9")
    assert (entry.customer_id, entry.outcome) == ("cus_9", "done")


@pytest.mark.parametrize(
    ("method", "path", "status", "document", "written"),
    [
        ("POST", "orders", 201, {"id": "ord_1"}, ("POST orders", "ord_1", "done")),
        ("POST", "orders", 422, {"id": "ord_1"}, ("POST orders", None, "422")),
        ("POST", "orders", 201, ["ord_1"], ("POST orders", None, "done")),
        ("PATCH", "products/prod_1", 200, {"id": "prod_1"}, ("PATCH products/{id}", "prod_1", "done")),
        (
            "POST",
            "subscriptions/sub_1/pause",
            409,
            {"code": "already_paused", "detail": "No."},
            ("POST subscriptions/{id}/pause", "sub_1", "409"),
        ),
        (
            "POST",
            "invoices/inv_1/payments",
            201,
            {"id": "pay_1"},
            ("POST invoices/{id}/payments", "inv_1", "done"),
        ),
        (
            "DELETE",
            "subscriptions/sub_1/pending-changes/chg_1",
            200,
            {"id": "sub_1"},
            ("DELETE subscriptions/{id}/pending-changes/{id}", "sub_1", "done"),
        ),
    ],
)
async def test_the_audit_says_what_was_done_and_to_what(
    key_client: httpx.AsyncClient,
    services: Any,
    database: Database,
    method: str,
    path: str,
    status: int,
    document: Any,
    written: tuple[str, str | None, str],
) -> None:
    services.answer(owner_of(path.partition("/")[0]), f"{method} /v1/{path}", document, status=status)
    assert (await key_client.request(method, f"/v1/{path}", json={})).status_code == status
    async with database.session() as session:
        (entry,) = await session.scalars(select(AuditRow))
    assert (entry.action, entry.target, entry.outcome) == written


async def test_a_customer_that_was_refused_is_not_taken_in(
    key_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    services.answer("invoicing", "POST /v1/customers", {"code": "invalid", "detail": "No."}, status=422)
    answer = await key_client.post("/v1/customers", json={"email": "grace"})
    assert answer.status_code == 422
    async with database.session() as session:
        (entry,) = await session.scalars(select(AuditRow))
    assert (entry.action, entry.customer_id, entry.outcome) == ("POST customers", None, "422")


async def test_a_command_about_a_customer_makes_the_owners_part_stale(
    key_client: httpx.AsyncClient, services: Any, app: Any, ada_signed_in: SignedIn
) -> None:
    portal = app.state.portal
    services.answer("invoicing", "POST /v1/orders", {"id": "ord_1"}, status=201)
    await read_picture(portal.database, portal.services, ada_signed_in)
    await key_client.post("/v1/orders", json={"customer_id": ADA, "lines": []})
    services.calls.clear()
    await read_picture(portal.database, portal.services, ada_signed_in)
    assert [call.service for call in services.calls] == ["invoicing"]


@pytest.mark.usefixtures("ada")
async def test_thousands_of_lines_are_passed_on(key_client: httpx.AsyncClient, services: Any) -> None:
    services.answer("invoicing", "POST /v1/orders", {"id": "ord_1"}, status=201)
    line = {"description": "Lamp " * 100, "quantity": 1, "unit_amount": 100, "currency": "EUR"}
    answer = await key_client.post("/v1/orders", json={"customer_id": ADA, "lines": [line] * 10_000})
    assert answer.status_code == 201
    (call,) = services.of("invoicing")
    assert len(call.body["lines"]) == 10_000
    over = await key_client.post("/v1/orders", content=b"x" * (15_000_000 + 1))
    assert over.status_code == 413
    assert len(services.of("invoicing")) == 1


async def test_a_body_over_the_limit_is_413(key_client: httpx.AsyncClient, services: Any) -> None:
    answer = await key_client.post("/v1/products", content=b"x" * (256 * 1024 + 1))
    assert answer.status_code == 413
    assert services.calls == []

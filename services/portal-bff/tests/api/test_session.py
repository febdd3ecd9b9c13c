"""Who gets in, and what their forms must carry."""

from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.domain.session import form_token

ClientFor = Callable[..., httpx.AsyncClient]
TokenOf = Callable[..., Awaitable[str]]
AddMember = Callable[..., Awaitable[str]]
SUBSCRIPTION = {
    "id": "sub_1",
    "name": "Studio",
    "status": "paused",
    "amount": {"amount": 2900, "currency": "EUR"},
    "interval": "month",
    "collection": "automatic",
    "started_at": "2026-03-01T00:00:00Z",
    "current_period_start": "2026-03-01T00:00:00Z",
    "current_period_end": "2026-04-01T00:00:00Z",
}
PRIVATE = [
    ("GET", "/api/home"),
    ("GET", "/api/subscriptions"),
    ("GET", "/api/subscriptions/sub_1"),
    ("POST", "/api/subscriptions/sub_1/pause"),
    ("POST", "/api/subscriptions/sub_1/resume"),
    ("DELETE", "/api/subscriptions/sub_1/pending-changes/chg_1"),
    ("GET", "/api/invoices"),
    ("GET", "/api/invoices/inv_1"),
    ("GET", "/api/orders"),
    ("GET", "/api/orders/ord_1"),
    ("GET", "/api/collection-cases"),
    ("GET", "/api/collection-cases/case_1"),
    ("POST", "/api/collection-cases/case_1/payment-plan"),
    ("GET", "/api/payment-methods"),
    ("GET", "/api/payment-methods/pm_1"),
    ("PUT", "/api/payment-methods/pm_1/default"),
    ("POST", "/api/payment-methods/pm_1/code"),
    ("DELETE", "/api/payment-methods/pm_1"),
    ("GET", "/api/tickets"),
    ("GET", "/api/tickets/tkt_1"),
    ("POST", "/api/tickets"),
    ("GET", "/api/invoices/inv_1/refundable"),
    ("POST", "/api/invoices/inv_1/refund-request"),
    ("GET", "/api/refund-requests"),
    ("GET", "/api/refund-requests/rrq_1"),
    ("POST", "/api/refund-requests/rrq_1/withdraw"),
    ("GET", "/api/history"),
    ("GET", "/api/settings"),
    ("PATCH", "/api/settings"),
    ("GET", "/api/messages"),
    ("GET", "/api/messages/msg_1"),
    ("GET", "/api/preferences"),
    ("PUT", "/api/preferences/invoices"),
    ("GET", "/api/accounts"),
    ("POST", "/api/account"),
    ("POST", "/api/sign-out"),
]


@pytest.mark.parametrize(("method", "path"), PRIVATE)
async def test_a_visitor_is_asked_to_sign_in(
    visitor: httpx.AsyncClient, services: Any, method: str, path: str
) -> None:
    answer = await visitor.request(method, path, json={} if method in {"POST", "PATCH"} else None)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert answer.headers["content-type"] == "application/problem+json"
    assert services.calls == []


async def test_a_made_up_token_is_nobodys(client_at: ClientFor, northwind: Business) -> None:
    assert (await client_at("made up").get("/api/home")).status_code == 401
    client = client_at()
    client.cookies.set("foyer_session", "made up")
    assert (await client.get("/api/home")).status_code == 401


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (Role.OWNER, "/api/payment-methods", 200),
        (Role.BILLING_MANAGER, "/api/payment-methods", 200),
        (Role.MEMBER, "/api/payment-methods", 200),
        (Role.ACCOUNTANT, "/api/payment-methods", 403),
        (Role.ACCOUNTANT, "/api/subscriptions", 403),
        (Role.ACCOUNTANT, "/api/tickets", 403),
        (Role.ACCOUNTANT, "/api/invoices", 200),
        (Role.ACCOUNTANT, "/api/orders", 200),
        (Role.ACCOUNTANT, "/api/collection-cases", 200),
    ],
)
async def test_a_role_reads_its_areas(
    client_at: ClientFor,
    add_member: AddMember,
    token_of: TokenOf,
    services: Any,
    role: Role,
    path: str,
    status: int,
) -> None:
    for service, route in (
        ("payments", "payment-methods"),
        ("invoicing", "invoices"),
        ("invoicing", "orders"),
        ("invoicing", "collection-cases"),
    ):
        services.answer(service, f"GET /customer/{route}", {"data": [], "next_cursor": None})
    client = client_at(await token_of(await add_member(role)))
    answer = await client.get(path)
    assert answer.status_code == status
    if status == 403:
        assert answer.json()["code"] == "not_allowed"
        assert services.calls == []


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACCOUNTANT])
async def test_a_role_that_only_reads_changes_nothing(
    client_at: ClientFor, add_member: AddMember, token_of: TokenOf, services: Any, role: Role
) -> None:
    client = client_at(await token_of(await add_member(role)))
    ticket = {"subject": "s", "category": "question", "text": "t"}
    for answer in (
        await client.post("/api/subscriptions/sub_1/pause", json={}),
        await client.post("/api/subscriptions/sub_1/resume", json={}),
        await client.delete("/api/subscriptions/sub_1/pending-changes/chg_1"),
        await client.post("/api/tickets", json=ticket),
    ):
        assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert services.calls == []


async def test_a_cookie_changes_nothing_without_its_form_token(
    client_at: ClientFor, ada: Customer, token_of: TokenOf, services: Any
) -> None:
    services.answer("subscriptions", "POST /customer/subscriptions/sub_1/pause", SUBSCRIPTION)
    token, path = await token_of(), "/api/subscriptions/sub_1/pause"
    client = client_at()
    client.cookies.set("foyer_session", token)
    for headers in ({}, {"X-CSRF-Token": "made up"}, {"X-CSRF-Token": form_token("another session")}):
        answer = await client.post(path, json={}, headers=headers)
        assert (answer.status_code, answer.json()["code"]) == (403, "form_not_ours")
    assert services.calls == []

    answer = await client.post(path, json={}, headers={"X-CSRF-Token": form_token(token)})
    assert answer.status_code == 200


async def test_a_bearer_needs_none_and_its_cookies_are_ignored(
    client_at: ClientFor, ada: Customer, token_of: TokenOf, services: Any
) -> None:
    services.answer("subscriptions", "POST /customer/subscriptions/sub_1/pause", SUBSCRIPTION)
    client = client_at(await token_of())
    client.cookies.set("foyer_session", "made up")
    assert (await client.post("/api/subscriptions/sub_1/pause", json={})).status_code == 200


async def test_a_session_is_nobody_at_another_businesss_host(
    client_at: ClientFor, ada: Customer, contoso: Business, token_of: TokenOf
) -> None:
    token = await token_of()
    assert (await client_at(token).get("/api/home")).status_code == 200
    assert (await client_at(token, url="https://contoso.localhost").get("/api/home")).status_code == 401

"""What holds for every public address: headers, guards, health, the sandbox's mailbox."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from foyer_portal_bff.api.keys import installation, key_call
from foyer_portal_bff.api.portal import Portal
from foyer_portal_bff.api.session import signed_in, signed_in_on_page
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.wiring import public_app
from foyer_shared.service import Service
from sqlalchemy import text

GUARDS = {installation, key_call, signed_in, signed_in_on_page}
FOR_VISITORS = {
    "GET /healthz",
    "POST /api/sign-in",
    "POST /api/sign-in/code",
    "GET /sign-in",
    "POST /sign-in",
    "GET /sign-in/code",
    "POST /sign-in/code",
    "GET /sign-in/link",
    "POST /sign-in/link",
    "POST /api/sign-in/password",
    "POST /api/sign-in/passkey",
    "POST /api/sign-in/passkey/options",
    "POST /sign-in/passkey",
    "POST /api/password/forgotten",
    "POST /api/password/reset",
    "POST /api/registration",
    "POST /api/registration/link",
    "GET /sign-in/password",
    "POST /sign-in/password",
    "GET /sign-in/password/forgotten",
    "POST /sign-in/password/forgotten",
    "GET /sign-in/password/reset",
    "POST /sign-in/password/reset",
    "GET /register",
    "POST /register",
    "GET /register/link",
    "POST /register/link",
    "GET /email-change",
    "POST /email-change",
    "GET /contact-persons/answer",
    "POST /contact-persons/answer",
    "GET /unsubscribe",
    "POST /unsubscribe",
    "GET /portal-session",
    "POST /api/portal-session",
    "GET /i/{signed}",
    "GET /i/{signed}/pdf",
    "POST /i/{signed}/pay",
    "GET /withdraw",
    "POST /withdraw",
    "POST /withdraw/confirm",
    "GET /cancel",
    "POST /cancel",
    "GET /cancel/receipt/{key}",
    "GET /cancel/receipt/{key}/text",
    "GET /closed",
    "GET /dev/mail",
    "GET /dev/mail.json",
    "GET /dev/mail/{mail_id}",
    "GET /dev/mail/{mail_id}/html",
    "POST /dev/mail/{mail_id}/reply",
    "GET /static/{version}/{path:path}",
    "GET /files/{signed}",
    "GET /product-images/{picture_id}",
    "POST /v1/license-keys/{call}",
    "POST /webhooks/{provider}/{account}",
    "GET /sandbox/{path:path}",
    "POST /sandbox/{path:path}",
    "GET /brand.css",
}
"""All that is open without a session or a key: a link's or a webhook's signature and a license key are guards
themselves, so is the address of a page of the sandbox's provider. Whoever wants to cancel need not sign in,
and what a product looks like is no secret. Whatever else is added needs one.
"""


def test_every_address_says_who_may(app: FastAPI) -> None:
    open_to_all = {
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if not GUARDS & set(_calls(getattr(route, "dependant", None)))
    }
    assert open_to_all <= FOR_VISITORS


def _calls(dependant: Dependant | None) -> Iterator[Any]:
    for dependency in dependant.dependencies if dependant else ():
        yield dependency.call
        yield from _calls(dependency)


@pytest.mark.parametrize("path", ["/api/home", "/v1/products", "/healthz", "/nowhere"])
async def test_every_answer_carries_the_security_headers(
    client_at: Callable[..., httpx.AsyncClient], northwind: Business, path: str
) -> None:
    headers = (await client_at().get(path)).headers
    policy = dict(part.split(" ", 1) for part in headers["content-security-policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cache-control"] == "no-store"
    assert "camera=()" in headers["permissions-policy"]
    assert "strict-transport-security" not in headers


async def test_every_answer_has_its_own_nonce(visitor: httpx.AsyncClient) -> None:
    first, second = await visitor.get("/healthz"), await visitor.get("/healthz")
    assert first.headers["content-security-policy"] != second.headers["content-security-policy"]
    assert first.headers["x-request-id"] != second.headers["x-request-id"]


async def test_health_is_good_when_all_are_ready(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/healthz")
    names = ("portal-bff", "subscriptions", "invoicing", "payments", "support", "notifications")
    assert answer.status_code == 200
    assert answer.json() == {"ready": True, "services": dict.fromkeys(names, True)}


async def test_health_names_the_service_that_is_away(visitor: httpx.AsyncClient, services: Any) -> None:
    services.away.add("support")
    answer = await visitor.get("/healthz")
    assert (answer.status_code, answer.json()["ready"]) == (503, False)
    assert [name for name, ready in answer.json()["services"].items() if not ready] == ["support"]


async def test_its_database_knows_it_by_its_name(service: Service) -> None:
    assert service.database.service == service.name == "portal-bff"
    async with service.database.session() as session:
        assert await session.scalar(text("SHOW application_name")) == "foyer portal-bff"


async def test_the_mailbox_of_a_sandbox_is_open(visitor: httpx.AsyncClient, services: Any) -> None:
    mail = {
        "id": "msg_1",
        "to": ["ada@example.com"],
        "cc": [],
        "subject": "Your code",
        "text": "123456",
        "html": "<p>123456</p>",
        "links": ["http://localhost:8080/sign-in/link?token=t"],
        "code": "123456",
        "sent_at": "2026-03-10T09:30:00Z",
        "message": "sign_in_code",
        "unsubscribe": None,
        "business_id": "biz_1",
        "message_id": "<msg_1@localhost>",
        "reply_to": "help@northwind.example",
    }
    services.answer("notifications", "GET /internal/mailbox", {"data": [mail]})
    answer = await visitor.get("/dev/mail.json?to=ada@example.com")
    assert answer.json()["data"] == [{**mail, "to": "ada@example.com"}]
    (call,) = services.calls
    assert call.query == {"limit": "1000", "to": "ada@example.com"}
    assert (call.caller.surface, call.caller.scopes) == ("internal", {"notifications:read"})


async def test_a_live_installation_has_no_mailbox(service: Service, northwind: Business) -> None:
    assert service.public_app
    portal: Portal = service.public_app.state.portal
    live = replace(portal, settings=portal.settings.model_copy(update={"mode": "live"}))
    transport = httpx.ASGITransport(public_app(live))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        assert (await client.get("/dev/mail.json")).status_code == 404
        assert (await client.get("/dev/mail")).status_code == 404
        assert (await client.get("/sandbox/look.css")).status_code == 404

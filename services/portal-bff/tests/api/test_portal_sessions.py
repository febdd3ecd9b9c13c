"""`/v1/portal/sessions`, and what programs do with their links."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.storage.rows import AuditRow, MembershipRow, PortalSessionRow, SessionRow
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA
from foyer_shared.testing.outbox import announced
from sqlalchemy import func, select, update
from sqlmodel import col

ClientFor = Callable[..., httpx.AsyncClient]
SESSIONS = "/v1/portal/sessions"
LINK = "/api/portal-session"
ANSWERS = json.loads((Path(__file__).parent.parent / "pages/answers/full.json").read_text())
SUBSCRIPTION = ANSWERS["subscriptions"]["GET /customer/subscriptions/sub_studio"]
INVOICE = ANSWERS["invoicing"]["GET /customer/invoices/inv_12"]
CANCEL = {"type": "subscription_cancel", "subscription_id": "sub_studio"}


@pytest.fixture
def backend(client_at: ClientFor, ada: Customer) -> httpx.AsyncClient:
    """Northwind's back end."""
    return client_at("foyer_sk_northwind")


async def a_link(backend: httpx.AsyncClient, **asked: Any) -> str:
    """The token of a link for Ada."""
    made = await backend.post(SESSIONS, json={"customer_id": ADA, **asked})
    assert made.status_code == 201, made.text
    return token_in(made.json()["url"])


def token_in(url: str) -> str:
    return parse_qs(urlsplit(url).query)["token"][0]


async def test_a_back_end_lets_its_customer_in(
    backend: httpx.AsyncClient, client_at: ClientFor, database: Database
) -> None:
    made = await backend.post(
        SESSIONS, json={"customer_id": ADA, "return_url": "http://localhost:3000/account"}
    )
    told = made.json()
    assert made.status_code == 201
    assert told["url"].startswith("http://localhost:8080/portal-session?token=bps_")
    left = datetime.fromisoformat(told["expires_at"]) - real_now()
    assert timedelta(minutes=4, seconds=50) < left <= timedelta(minutes=5)

    session = (await client_at().post(LINK, json={"token": token_in(told["url"])})).json()
    lasts = datetime.fromisoformat(session["expires_at"]) - real_now()
    assert timedelta(hours=11, minutes=59) < lasts <= timedelta(hours=12)
    ada = client_at(session["token"])
    assert (await ada.get("/api/home")).json()["customer"]["id"] == ADA
    assert (await ada.get(LINK)).json() == {
        "id": told["id"],
        "flow": None,
        "status": "complete",
        "return_url": "http://localhost:3000/account",
    }
    (event,) = await announced(database)
    assert (event.type, event.subject, event.data["flow"]) == ("portal_session.opened", told["id"], None)
    async with database.session() as session_:
        done = (await session_.scalars(select(col(AuditRow.action)).order_by(col(AuditRow.id)))).all()
    assert done == ["create_portal_session", "open_portal_session"]


async def test_a_repeat_has_the_same_link_and_its_secret_is_kept_nowhere(
    backend: httpx.AsyncClient, database: Database
) -> None:
    headers = {"Idempotency-Key": "once"}
    first, second = [
        await backend.post(SESSIONS, json={"customer_id": ADA}, headers=headers) for _ in range(2)
    ]
    assert second.json() == first.json()
    assert second.headers["idempotent-replayed"] == "true"
    secret = token_in(first.json()["url"]).partition(".")[2]
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(PortalSessionRow)) == 1
        kept = (await session.execute(database.tables.idempotency.select())).all()
    assert secret not in str(kept)


async def test_a_link_opens_once_however_often_it_is_used_at_once(
    backend: httpx.AsyncClient, client_at: ClientFor
) -> None:
    token = await a_link(backend)
    answers = await asyncio.gather(*(client_at().post(LINK, json={"token": token}) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 422, 422, 422]
    refused = next(answer for answer in answers if answer.status_code == 422)
    assert refused.json()["code"] == "portal_session_link_not_valid"


async def test_a_link_dies_after_five_minutes(
    backend: httpx.AsyncClient, client_at: ClientFor, database: Database
) -> None:
    token = await a_link(backend)
    await put_back(database, PortalSessionRow, minutes=5)
    refused = await client_at().post(LINK, json={"token": token})
    assert (refused.status_code, refused.json()["code"]) == (422, "portal_session_link_not_valid")


async def put_back(database: Database, row: Any, *, minutes: int) -> None:
    """Let what there is be that much older."""
    names = ["expires_at"] if row is PortalSessionRow else ["last_seen_at"]
    async with database.session() as session:
        await session.execute(
            update(row).values({name: getattr(row, name) - timedelta(minutes=minutes) for name in names})
        )


async def test_a_session_ends_an_hour_after_the_last_activity(
    backend: httpx.AsyncClient, client_at: ClientFor, database: Database
) -> None:
    session = (await client_at().post(LINK, json={"token": await a_link(backend)})).json()
    await put_back(database, SessionRow, minutes=59)
    assert (await client_at(session["token"]).get("/api/settings")).status_code == 200
    await put_back(database, SessionRow, minutes=60)
    assert (await client_at(session["token"]).get("/api/settings")).status_code == 401


async def test_a_link_is_nothing_at_another_business_s_host(
    backend: httpx.AsyncClient, client_at: ClientFor, contoso: Business
) -> None:
    token = await a_link(backend)
    refused = await client_at(url="https://contoso.localhost").post(LINK, json={"token": token})
    assert (refused.status_code, refused.json()["code"]) == (422, "portal_session_link_not_valid")
    assert (await client_at().post(LINK, json={"token": token})).status_code == 200


async def test_a_login_that_has_lost_its_role_is_not_let_in(
    backend: httpx.AsyncClient, client_at: ClientFor, database: Database
) -> None:
    token = await a_link(backend)
    async with database.session() as session:
        await session.execute(update(MembershipRow).values(expires_at=real_now()))
    assert (await client_at().post(LINK, json={"token": token})).status_code == 422
    refused = await backend.post(SESSIONS, json={"customer_id": ADA})
    assert (refused.status_code, refused.json()["code"]) == (409, "customer_has_no_login")


async def test_a_member_who_came_first_is_not_taken_for_the_owner(
    backend: httpx.AsyncClient, client_at: ClientFor, add_member: Callable[..., Awaitable[str]]
) -> None:
    await add_member(Role.MEMBER)
    session = (await client_at().post(LINK, json={"token": await a_link(backend)})).json()
    assert (await client_at(session["token"]).get("/api/settings")).json()["email"] == "ada@example.com"


@pytest.mark.parametrize(
    ("asked", "status", "code"),
    [
        ({"customer_id": "cus_nobody"}, 404, "customer_not_found"),
        ({"return_url": "https://evil.example/"}, 422, "return_url_not_allowed"),
        ({"locale": "tlh"}, 422, "language_not_offered"),
        ({"flow": {"type": "subscription_cancel"}}, 422, "flow_incomplete"),
        ({"flow": {"type": "subscription_cancel", "subscription_id": "sub_9"}}, 404, "not_found"),
        ({"flow": {"type": "subscription_cancel", "subscription_id": "../x"}}, 404, "not_found"),
        ({"flow": {**CANCEL, "after_completion": {"type": "redirect"}}}, 422, "return_url_missing"),
        (
            {
                "flow": {
                    **CANCEL,
                    "after_completion": {"type": "redirect", "return_url": "https://evil.example"},
                }
            },
            422,
            "return_url_not_allowed",
        ),
        ({"flow": {"type": "details_update"}}, 422, "invalid"),
        ({"flow": {"type": "invoice_pay", "invoice_id": "inv_9"}}, 404, "not_found"),
    ],
)
async def test_what_cannot_be_asked_for(
    backend: httpx.AsyncClient,
    services: Any,
    database: Database,
    asked: dict[str, Any],
    status: int,
    code: str,
) -> None:
    services.answer("subscriptions", "GET /customer/subscriptions/sub_studio", SUBSCRIPTION)
    refused = await backend.post(SESSIONS, json={"customer_id": ADA, **asked})
    assert (refused.status_code, refused.json()["code"]) == (status, code)
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(PortalSessionRow)) == 0


async def test_another_business_s_customer_is_not_found(
    client_at: ClientFor, contoso: Business, ada: Customer
) -> None:
    refused = await client_at("foyer_sk_contoso").post(SESSIONS, json={"customer_id": ADA})
    assert (refused.status_code, refused.json()["code"]) == (404, "customer_not_found")


async def test_one_task_is_all_that_is_open(
    backend: httpx.AsyncClient, client_at: ClientFor, services: Any
) -> None:
    services.answer("subscriptions", "GET /customer/subscriptions/sub_studio", SUBSCRIPTION)
    token = await a_link(backend, flow=CANCEL)
    ada = client_at((await client_at().post(LINK, json={"token": token})).json()["token"])
    assert (await ada.get(LINK)).json()["status"] == "open"
    for path in ("/api/home", "/api/settings", "/api/subscriptions", "/api/invoices", "/api/history"):
        refused = await ada.get(path)
        assert (refused.status_code, refused.json()["code"]) == (403, "session_for_one_task"), path
    assert (await ada.get("/api/subscriptions/sub_studio")).json()["id"] == "sub_studio"
    assert (await ada.post("/api/sign-out")).status_code == 204
    assert (await ada.get(LINK)).status_code == 401


async def test_a_host_that_looks_like_a_path_opens_nothing_else(
    backend: httpx.AsyncClient, client_at: ClientFor, services: Any
) -> None:
    services.answer("subscriptions", "GET /customer/subscriptions/sub_studio", SUBSCRIPTION)
    token = await a_link(backend, flow=CANCEL)
    ada = client_at((await client_at().post(LINK, json={"token": token})).json()["token"])
    for host in ("localhost/task?", "localhost/task#", "localhost/task"):
        answer = await ada.get("/api/settings", headers={"host": host})
        assert (answer.status_code, answer.json()["code"]) == (403, "session_for_one_task"), host


async def test_what_is_switched_off_cannot_be_asked_for(
    backend: httpx.AsyncClient, services: Any, database: Database
) -> None:
    services.answer("invoicing", "GET /customer/invoices/inv_12", INVOICE)
    switches = {"features": {"pay_open_invoices": {"enabled": False}}}
    assert (await backend.patch("/v1/portal/configurations/default", json=switches)).status_code == 200
    flow = {"type": "invoice_pay", "invoice_id": "inv_12"}
    refused = await backend.post(SESSIONS, json={"customer_id": ADA, "flow": flow})
    assert (refused.status_code, refused.json()["code"]) == (409, "flow_switched_off")
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(PortalSessionRow)) == 0


async def test_a_task_leads_back_to_where_the_configuration_says(
    backend: httpx.AsyncClient, services: Any, database: Database
) -> None:
    services.answer("subscriptions", "GET /customer/subscriptions/sub_studio", SUBSCRIPTION)
    back = {"default_return_url": "https://shop.example/account", "return_hosts": ["shop.example"]}
    assert (await backend.patch("/v1/portal/configurations/default", json=back)).status_code == 200
    await a_link(backend, flow=CANCEL)
    async with database.session() as session:
        flow = await session.scalar(select(col(PortalSessionRow.flow)))
    assert flow
    assert (flow["after"], flow["return_url"]) == ("redirect", "https://shop.example/account")

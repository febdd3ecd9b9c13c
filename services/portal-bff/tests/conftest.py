"""What the tests of the portal start from: Northwind and Contoso, Ada who can sign in, and services that the
test answers for.
"""

import json
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from foyer_portal_bff.domain.business import Brand, Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.roles import ALL_SCOPES, Role
from foyer_portal_bff.domain.signed_in import RequestMark, SignedIn
from foyer_portal_bff.settings import Settings
from foyer_portal_bff.storage.logins import Logins
from foyer_portal_bff.use_cases.add_login import add_login
from foyer_portal_bff.use_cases.create_business import create_business
from foyer_portal_bff.use_cases.find_signed_in import find_signed_in
from foyer_portal_bff.use_cases.open_session import open_session
from foyer_portal_bff.use_cases.register_api_key import register_api_key
from foyer_portal_bff.use_cases.take_in_customer import take_in_customer
from foyer_portal_bff.wiring import build
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.http.callers import Caller, CallerTokenCheck
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.plugin import MakeDatabase, SettingsFor

INSTALLATION_KEY = "the installation's key in tests"
NORTHWIND_KEY = "foyer_sk_northwind"
CONTOSO_KEY = "foyer_sk_contoso"
ZOE = "cus_01jdze00000e8000000000000a"
"""A customer of Contoso."""

A_BUSINESS = Business(
    id=NORTHWIND,
    version=1,
    legal_name="Northwind B.V.",
    slug="northwind",
    country="NL",
    currency="EUR",
    zone="Europe/Amsterdam",
    language="nl",
    number_prefix="NW",
    mode="sandbox",
    mail="on",
    portal_url="http://localhost:8080",
    support_email="help@northwind.example",
    brand=Brand("Northwind", "#0b5fff"),
)
ANOTHER_BUSINESS = Business(
    id=CONTOSO,
    version=1,
    legal_name="Contoso GmbH",
    slug="contoso",
    country="DE",
    currency="EUR",
    zone="Europe/Berlin",
    language="de",
    number_prefix="CO",
    mode="live",
    mail="on",
    portal_url="https://contoso.localhost",
    support_email="help@contoso.example",
    brand=Brand("Contoso", "#a1260d"),
)
A_CUSTOMER = Customer(
    id=ADA,
    version=1,
    business_id=NORTHWIND,
    name="Ada Lovelace",
    email="ada@example.com",
    company=None,
    language="en",
)
ANOTHER_CUSTOMER = Customer(
    id=ZOE,
    version=1,
    business_id=CONTOSO,
    name="Zoe",
    email="zoe@example.com",
    company=None,
    language="de",
)

OVERVIEWS: dict[str, dict[str, Any]] = {
    "subscriptions": {"active_count": 3, "subscriptions": []},
    "invoicing": {"counts": {"orders": 7, "invoices": 24}, "orders": [], "open_invoices": []},
    "payments": {"methods": []},
    "support": {"open_tickets": []},
    "notifications": {"message_count": 9},
}
"""What the services answer about Ada when a test says nothing else."""


@dataclass(frozen=True)
class Call:
    """A call that reached a service."""

    service: str
    method: str
    path: str
    caller: Caller
    headers: httpx.Headers
    query: dict[str, str]
    body: Any


@dataclass
class FakeServices(httpx.AsyncBaseTransport):
    """All services behind the portal, as far as the network: each call's token is checked as they would."""

    check: CallerTokenCheck
    calls: list[Call] = field(default_factory=list)
    away: set[str] = field(default_factory=set)
    answers: dict[tuple[str, str], httpx.Response] = field(default_factory=dict)

    def answer(self, service: str, route: str, document: Any, *, status: int = 200, **headers: str) -> None:
        """From now on the route, such as `GET /customer/overview`, answers this."""
        response = httpx.Response(status, json=document, headers=headers)
        self.answers[service, route] = response

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        service = request.url.host.removesuffix(".test")
        if service in self.away:
            raise httpx.ConnectError("away")
        if request.url.path == "/readyz":
            return httpx.Response(200)
        token = request.headers["authorization"].removeprefix("Bearer ")
        body = await request.aread()
        self.calls.append(
            Call(
                service,
                request.method,
                request.url.path,
                self.check.check(token, service),
                request.headers,
                dict(request.url.params),
                _document(body, request.headers.get("content-type")),
            )
        )
        if (
            request.url.path == "/customer/overview"
            and (service, "GET /customer/overview") not in self.answers
        ):
            return httpx.Response(200, json=OVERVIEWS[service])
        found = self.answers.get((service, f"{request.method} {request.url.path}"))
        missing = {"code": "not_found", "detail": "There is nothing here."}
        return found or httpx.Response(404, json=missing)

    def of(self, service: str) -> list[Call]:
        """The calls that reached one service."""
        return [call for call in self.calls if call.service == service]


def _document(body: bytes, media_type: str | None) -> Any:
    """What a call brought: JSON read, a form and what is signed byte by byte as it came."""
    if not body or media_type == "application/x-www-form-urlencoded":
        return body or None
    try:
        return json.loads(body)
    except ValueError:
        return body


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """The portal's tables, empty."""
    return await make_database("portal-bff")


@pytest_asyncio.fixture
async def northwind(database: Database) -> Business:
    """Northwind, the only business, at `localhost`; its events are forgotten."""
    async with database.work(an_origin()) as work:
        await create_business(work, A_BUSINESS, ["localhost", "127.0.0.1"])
        await register_api_key(work, NORTHWIND_KEY, name="Tests")
    await forget_events(database)
    return A_BUSINESS


@pytest_asyncio.fixture
async def contoso(database: Database, northwind: Business) -> Business:
    """Contoso, a live business at `contoso.localhost`, with Zoe."""
    async with database.work(an_origin(CONTOSO)) as work:
        await create_business(work, ANOTHER_BUSINESS, ["contoso.localhost"])
        await register_api_key(work, CONTOSO_KEY, name="Tests")
        await take_in_customer(work, ANOTHER_CUSTOMER)
    await forget_events(database)
    return ANOTHER_BUSINESS


@pytest_asyncio.fixture
async def ada(database: Database, northwind: Business) -> Customer:
    """A customer of Northwind with a login, its owner."""
    async with database.work(an_origin()) as work:
        await take_in_customer(work, A_CUSTOMER)
    return A_CUSTOMER


async def forget_events(database: Database) -> None:
    """Empty the outbox, so that a test sees its own events alone."""
    async with database.session() as session:
        await session.execute(database.tables.outbox.delete())


TokenOf = Callable[..., Awaitable[str]]


@pytest.fixture
def token_of(database: Database) -> TokenOf:
    """Opens a session for the login of an address, and forgets the events of that."""

    async def make(
        email: str = "ada@example.com", *, business_id: str = NORTHWIND, request_id: str = "req_sign_in"
    ) -> str:
        async with database.work(an_origin(business_id, now=real_now())) as work:
            login = await Logins(work.session).find_by_email(work.scope, email)
            assert login
            opened = await open_session(work, login_id=login.id, way="code", request=a_mark(request_id))
            assert opened
        async with database.session() as session:
            await session.execute(database.tables.outbox.delete())
        return opened.token

    return make


def a_mark(request_id: str = "req_1", *, device: str = "Firefox on Windows") -> RequestMark:
    """A request from Ada's desk."""
    return RequestMark(id=request_id, ip="192.0.2.7", device=device)


@pytest_asyncio.fixture
async def ada_signed_in(database: Database, ada: Customer, token_of: TokenOf) -> SignedIn:
    """Ada in a session of hers."""
    who = await find_signed_in(
        database, token=await token_of(), host="localhost", request=a_mark(), now=real_now()
    )
    assert who
    return who


@pytest.fixture
def add_member(database: Database, ada: Customer) -> Callable[..., Awaitable[str]]:
    """Gives a new login a role for Ada's account; returns its address."""

    async def make(role: Role, *, expires_at: datetime | None = None) -> str:
        email = f"{role}@example.com"
        async with database.work(an_origin()) as work:
            await add_login(
                work, customer_id=ADA, email=email, name=role.title(), role=role, expires_at=expires_at
            )
        return email

    return make


@pytest.fixture
def an_envelope() -> Callable[..., Envelope]:
    """Makes an event of Ada's from subscriptions, with any attribute changed."""

    def make(kind: str, data: dict[str, Any], *, customer_id: str | None = ADA, **changes: Any) -> Envelope:
        attributes = {
            "id": "evt_1",
            "source": "/subscriptions",
            "time": NOW,
            "subject": "sub_1",
            "subjectversion": 1,
            "businessid": NORTHWIND,
            "actor": "login:lgn_1",
            "causationid": "req_1",
            "businesstime": NOW,
        }
        return Envelope.model_validate(
            {**attributes, "type": kind, "data": data, "customerid": customer_id, **changes}
        )

    return make


@pytest.fixture
def services(caller_keys: Path) -> FakeServices:
    """The services that the portal of this test calls."""
    return FakeServices(CallerTokenCheck(caller_keys))


@pytest_asyncio.fixture
async def service(
    database: Database, settings_for: SettingsFor, services: FakeServices
) -> AsyncIterator[Service]:
    """The portal itself, over the test's database and services."""
    names = ("subscriptions", "invoicing", "payments", "support", "notifications")
    urls = {f"{name}_url": f"http://{name}.test" for name in names}
    urls["sandbox_url"] = "http://sandbox.test"
    settings = settings_for(Settings, database, installation_key=INSTALLATION_KEY, **urls)
    service = build(settings, transport=services)
    for hook in service.on_start:
        await hook()
    yield service
    for hook in service.on_stop:
        await hook()
    await service.database.close()


@pytest.fixture
def app(service: Service) -> FastAPI:
    """What the world sees."""
    assert service.public_app
    return service.public_app


ClientFor = Callable[..., httpx.AsyncClient]


@pytest.fixture
def client_at(app: FastAPI) -> ClientFor:
    """A client of the public app, at one of its hosts, with a Bearer token or as a visitor."""

    def make(token: str | None = None, *, url: str = "http://localhost") -> httpx.AsyncClient:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app, client=("192.0.2.7", 5000))
        return httpx.AsyncClient(transport=transport, base_url=url, headers=headers)

    return make


@pytest_asyncio.fixture
async def visitor(client_at: ClientFor, northwind: Business) -> httpx.AsyncClient:
    """A browser at Northwind, without a session."""
    return client_at()


@pytest_asyncio.fixture
async def ada_client(client_at: ClientFor, ada: Customer, token_of: TokenOf) -> httpx.AsyncClient:
    """A program of Ada's, with her session's token."""
    return client_at(await token_of())


@pytest.fixture
def key_client(client_at: ClientFor, northwind: Business) -> httpx.AsyncClient:
    """Northwind's own back end, with its key."""
    return client_at(NORTHWIND_KEY)


@pytest.fixture
def all_scopes() -> frozenset[str]:
    """What a registered key may do."""
    return ALL_SCOPES


@pytest.fixture
def a_business() -> Business:
    """Northwind, not stored."""
    return A_BUSINESS

"""`GET /live`: what a page is told over a real connection, when its stream ends, and what it never does."""

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
import pytest_asyncio
from fastapi import FastAPI
from foyer_portal_bff.api import live
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.domain.live import Change
from foyer_portal_bff.domain.roles import Role
from foyer_portal_bff.gateways.open_pages import MOST_OF_A_SESSION, OpenPages
from foyer_portal_bff.storage.rows import MembershipRow, SessionRow
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.http.server import HttpServer
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND
from foyer_shared.testing.messaging import eventually
from sqlalchemy import select, update
from sqlmodel import col
from uvicorn.protocols.http.flow_control import HIGH_WATER_LIMIT

TokenOf = Callable[..., Awaitable[str]]
ADAS = Scope(NORTHWIND, ADA)
FOR_ALL = Change(Scope(NORTHWIND), "subscriptions")


class Stream:
    """What comes over one stream."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response
        self._lines = response.aiter_lines()

    async def opened(self) -> None:
        """Wait for its first words."""
        await self.next("retry")

    async def next(self, name: str) -> str:
        """The next field of that name; heartbeats and others are passed over."""
        async with asyncio.timeout(5):
            async for line in self._lines:
                field, _, value = line.partition(": ")
                if field == name:
                    return value
        raise EOFError

    async def changed(self) -> list[str]:
        """Which services the next news name."""
        assert await self.next("event") == "changed"
        services: list[str] = json.loads(await self.next("data"))["services"]
        return services

    async def ended(self) -> bool:
        """Whether it ends without further news."""
        try:
            await self.next("event")
        except EOFError:
            return True
        return False


Streaming = Callable[..., Awaitable[Stream]]


@pytest_asyncio.fixture
async def server(app: FastAPI) -> AsyncIterator[HttpServer]:
    """The public app on a port."""
    server = HttpServer(app, "127.0.0.1", 0)
    await server.start()
    yield server
    await app.state.portal.pages.end_streams()
    await server.stop()


@pytest_asyncio.fixture
async def stream_of(server: HttpServer) -> AsyncIterator[Streaming]:
    """Opens streams with a token."""
    async with AsyncExitStack() as stack:

        async def open_stream(token: str) -> Stream:
            headers = {"Authorization": f"Bearer {token}"}
            client = await stack.enter_async_context(
                httpx.AsyncClient(trust_env=False, headers=headers, timeout=30)
            )
            found = Stream(await stack.enter_async_context(client.stream("GET", f"{server.url}/live")))
            if found.response.status_code == httpx.codes.OK:
                await found.opened()
            return found

        yield open_stream


@pytest.fixture
def pages(app: FastAPI) -> OpenPages:
    """The open pages of this process."""
    found: OpenPages = app.state.portal.pages
    return found


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Streams that look often whether their session lives."""
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)


async def test_a_visitor_gets_no_stream(visitor: httpx.AsyncClient) -> None:
    answer = await visitor.get("/live")
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_a_page_hears_what_changed(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, pages: OpenPages
) -> None:
    stream = await stream_of(await token_of())
    assert stream.response.headers["content-type"] == "text/event-stream; charset=utf-8"
    assert stream.response.headers["cache-control"] == "no-store"
    assert "connect-src 'self'" in stream.response.headers["content-security-policy"]
    pages.tell(Change(Scope(NORTHWIND, "cus_another"), "invoicing"))
    pages.tell(Change(ADAS, "subscriptions"))
    assert await stream.changed() == ["subscriptions"]
    pages.tell(Change(Scope(NORTHWIND), "subscriptions"))
    assert await stream.changed() == [
        "invoicing",
        "notifications",
        "payments",
        "portal-bff",
        "subscriptions",
        "support",
    ]


async def test_a_role_hears_only_what_it_may_see(
    ada: Customer,
    add_member: Callable[..., Awaitable[str]],
    token_of: TokenOf,
    stream_of: Streaming,
    pages: OpenPages,
) -> None:
    stream = await stream_of(await token_of(await add_member(Role.ACCOUNTANT)))
    pages.tell(Change(ADAS, "subscriptions"))
    pages.tell(Change(ADAS, "invoicing"))
    assert await stream.changed() == ["invoicing"]


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_for_good_with_its_session(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, server: HttpServer
) -> None:
    token = await token_of()
    stream = await stream_of(token)
    async with httpx.AsyncClient(base_url=server.url, trust_env=False) as client:
        await client.post("/api/sign-out", headers={"Authorization": f"Bearer {token}"}, json={})
    assert await stream.next("event") == "over"
    assert await stream.ended()


@pytest.mark.usefixtures("quick")
async def test_a_stream_ends_when_its_session_has_expired(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, database: Database
) -> None:
    stream = await stream_of(await token_of())
    async with database.session() as session:
        await session.execute(update(SessionRow).values(ends_at=real_now() - timedelta(seconds=1)))
    assert await stream.next("event") == "over"


@pytest.mark.usefixtures("quick")
async def test_a_session_for_another_account_comes_back_as_that(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, database: Database, pages: OpenPages
) -> None:
    stream = await stream_of(await token_of())
    async with database.session() as session:
        await session.execute(update(MembershipRow).values(role=Role.ACCOUNTANT))
    assert await stream.ended()
    assert pages._pages == {}


async def test_a_stream_has_an_end(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live, "HEARTBEAT", 0.05)
    monkeypatch.setattr(live, "SHORTEST", 0)
    monkeypatch.setattr(live, "LONGEST", 0)
    monkeypatch.setattr(live, "STUCK", 60)
    assert await (await stream_of(await token_of())).ended()


async def test_streams_end_when_the_process_stops(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, pages: OpenPages, server: HttpServer
) -> None:
    stream = await stream_of(await token_of())
    await pages.end_streams()
    async with asyncio.timeout(1):  # Long before running requests are cut off.
        await server.stop()
    assert await stream.ended()


async def test_one_too_many_is_refused(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, pages: OpenPages
) -> None:
    token = await token_of()
    streams = [await stream_of(token) for _ in range(MOST_OF_A_SESSION + 1)]
    assert [one.response.status_code for one in streams] == [200] * MOST_OF_A_SESSION + [429]
    assert streams[-1].response.headers["retry-after"] == "30"


@pytest.mark.usefixtures("quick")
async def test_a_page_that_goes_away_leaves_nothing(
    ada: Customer, token_of: TokenOf, server: HttpServer, pages: OpenPages
) -> None:
    headers = {"Authorization": f"Bearer {await token_of()}"}
    async with (
        httpx.AsyncClient(trust_env=False, headers=headers, timeout=30) as client,
        client.stream("GET", f"{server.url}/live") as response,
    ):
        await Stream(response).opened()
        assert len(pages._pages) == 1
    await eventually(lambda: not pages._pages)


async def test_a_reader_that_is_stuck_holds_up_nobody(
    ada: Customer, token_of: TokenOf, stream_of: Streaming, server: HttpServer, pages: OpenPages
) -> None:
    token = await token_of()
    async with stuck_reader(server, pages, token) as transport:
        waiting = transport.get_write_buffer_size()
        assert HIGH_WATER_LIMIT <= waiting < HIGH_WATER_LIMIT + 500
        other = await stream_of(token)
        for _ in range(20):
            pages.tell(FOR_ALL)
            assert len(await other.changed()) == 6
        stuck, reading = pages._pages[ADAS]
        assert (len(stuck._changed), len(reading._changed)) == (6, 0)
        assert transport.get_write_buffer_size() <= waiting  # Nothing was added to what it does not take.


async def test_a_reader_that_is_stuck_is_let_go(
    ada: Customer,
    token_of: TokenOf,
    server: HttpServer,
    pages: OpenPages,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(live, "STUCK", 3 - live.LONGEST)  # Three seconds after it came.
    async with stuck_reader(server, pages, await token_of()):
        assert len(pages._pages) == 1
        await eventually(lambda: not pages._pages)


@asynccontextmanager
async def stuck_reader(server: HttpServer, pages: OpenPages, token: str) -> AsyncIterator[asyncio.Transport]:
    """Opens a stream and reads none of it, until all buffers are full; the server's end of the connection."""
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.connect(("127.0.0.1", server.port))
        head = f"GET /live HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\r\n"
        reader.sendall(head.encode())
        await eventually(lambda: pages._pages)
        (connection,) = server._server.server_state.connections
        transport: asyncio.Transport = connection.transport
        transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 4096)
        while transport.get_write_buffer_size() < HIGH_WATER_LIMIT:
            pages.tell(FOR_ALL)
            await asyncio.sleep(0)
        yield transport


@pytest.mark.parametrize(
    ("path", "headers", "counts"),
    [
        ("/live", {}, False),
        ("/", {"hx-request": "true", "hx-target": "live"}, False),
        ("/", {}, True),
        ("/api/home", {}, True),
    ],
    ids=["a stream", "a fragment", "a page", "a program"],
)
async def test_only_what_somebody_did_keeps_a_session_awake(
    token_of: TokenOf,
    ada: Customer,
    server: HttpServer,
    services: Any,
    database: Database,
    path: str,
    headers: dict[str, str],
    counts: bool,
) -> None:
    token, long_ago = await token_of(), real_now() - timedelta(hours=23)
    async with database.session() as session:
        await session.execute(update(SessionRow).values(last_seen_at=long_ago))
    async with asking(server, token) as client, client.stream("GET", path, headers=headers) as response:
        assert response.status_code == httpx.codes.OK
        await anext(response.aiter_bytes())
        async with database.session() as session:
            (seen,) = await session.scalars(select(col(SessionRow.last_seen_at)))
    assert (seen > long_ago) is counts


@asynccontextmanager
async def asking(server: HttpServer, token: str) -> AsyncIterator[httpx.AsyncClient]:
    """A browser with the session's cookie."""
    cookies = {"foyer_session": token}
    async with httpx.AsyncClient(base_url=server.url, trust_env=False, cookies=cookies) as client:
        yield client

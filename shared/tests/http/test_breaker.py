"""A service that hangs costs one caller their patience, not each."""

import asyncio
from collections.abc import AsyncIterator, Callable

import httpx
import pytest
from foyer_shared.http import breaker
from foyer_shared.http.callers import CallerTokenMint
from foyer_shared.http.client import ServiceAway, ServiceClient
from foyer_shared.testing import a_caller
from foyer_shared.testing.callers import a_key_pair
from foyer_shared.testing.messaging import eventually

LONG = 60
"""Seconds that no test waits."""


class Hanging(httpx.AsyncBaseTransport):
    """Answers nothing while it hangs; keeps what was asked."""

    def __init__(self) -> None:
        self.hangs = True
        self.trouble: httpx.TransportError | None = None
        self.asked: list[str] = []

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        self.asked.append(request.url.path)
        if self.trouble:
            raise self.trouble
        if self.hangs:
            if request.url.path == "/readyz":
                raise httpx.ReadTimeout("too long")
            await asyncio.sleep(LONG)
        return httpx.Response(200, json={"id": "note_1"})


@pytest.fixture
def wire() -> Hanging:
    """A service that hangs."""
    return Hanging()


@pytest.fixture
async def client(wire: Hanging) -> AsyncIterator[ServiceClient]:
    """Its client."""
    client = ServiceClient("http://notes.test", "notes", CallerTokenMint(a_key_pair()[0]), transport=wire)
    yield client
    await client.close()


@pytest.fixture
def probing(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the seconds between two probes."""

    def every(seconds: float) -> None:
        monkeypatch.setattr(breaker, "FIRST_GAP", seconds)
        monkeypatch.setattr(breaker, "LONGEST_GAP", seconds)

    return every


async def ask(client: ServiceClient, *, within: float = 0.05) -> dict[str, object]:
    """Read something."""
    return await client.get("/notes", caller=a_caller(), within=within)


async def test_only_the_first_caller_waits(
    client: ServiceClient, wire: Hanging, probing: Callable[[float], None]
) -> None:
    probing(LONG)
    for _ in range(3):
        with pytest.raises(ServiceAway):
            await ask(client)
    with pytest.raises(ServiceAway):
        await client.post("/notes", caller=a_caller(), idempotency_key="k")
    with pytest.raises(ServiceAway):
        await client.send("POST", "/v1/notes", caller=a_caller())
    await eventually(lambda: "/readyz" in wire.asked)
    assert wire.asked == ["/notes", "/readyz"]


async def test_callers_at_the_same_moment_share_one_probe(
    client: ServiceClient, wire: Hanging, probing: Callable[[float], None]
) -> None:
    probing(LONG)
    await asyncio.gather(*(ask(client) for _ in range(5)), return_exceptions=True)
    await eventually(lambda: "/readyz" in wire.asked)
    assert wire.asked == ["/notes"] * 5 + ["/readyz"]


async def test_it_is_asked_again_once_it_answers_a_probe(
    client: ServiceClient, wire: Hanging, probing: Callable[[float], None]
) -> None:
    probing(0.01)
    with pytest.raises(ServiceAway):
        await ask(client)
    await eventually(lambda: wire.asked.count("/readyz") > 2)
    assert set(wire.asked[1:]) == {"/readyz"}
    with pytest.raises(ServiceAway):
        await ask(client)
    wire.hangs = False
    await eventually(lambda: not client._breaker.is_open)
    assert await ask(client) == {"id": "note_1"}


@pytest.mark.parametrize("trouble", [httpx.ReadTimeout("slow"), httpx.ConnectTimeout("slow")])
async def test_time_lost_on_the_wire_counts(
    client: ServiceClient, wire: Hanging, probing: Callable[[float], None], trouble: httpx.TransportError
) -> None:
    probing(LONG)
    wire.trouble = trouble
    with pytest.raises(ServiceAway):
        await ask(client, within=LONG)
    assert client._breaker.is_open


@pytest.mark.parametrize("trouble", [httpx.ConnectError("refused"), httpx.ReadError("broke")])
async def test_what_fails_at_once_is_asked_each_time(
    client: ServiceClient, wire: Hanging, trouble: httpx.TransportError
) -> None:
    wire.trouble = trouble
    with pytest.raises(ServiceAway):
        await ask(client, within=LONG)
    wire.trouble, wire.hangs = None, False
    assert await ask(client) == {"id": "note_1"}

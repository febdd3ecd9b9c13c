"""Asking services whether they are ready: one that hangs costs no more than the patience, and is named."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack

import pytest
import pytest_asyncio
from foyer_portal_bff.gateways import readiness
from foyer_portal_bff.gateways.readiness import Readiness

Served = Callable[[bytes, bytes], Awaitable[str]]


@pytest_asyncio.fixture
async def served() -> AsyncIterator[Served]:
    """Starts servers that say something at once and something again and again."""
    async with AsyncExitStack() as stack:

        async def serve(at_once: bytes, on_and_on: bytes) -> str:
            async def answer(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
                stack.callback(writer.close)
                writer.write(at_once)
                while on_and_on and not writer.is_closing():
                    writer.write(on_and_on)
                    await asyncio.sleep(0.01)

            server = await asyncio.start_server(answer, "127.0.0.1", 0)
            stack.callback(server.close)
            return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

        yield serve


async def test_who_hangs_is_not_ready_and_holds_up_nobody(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readiness, "PATIENCE", 0.2)
    found = Readiness(
        {
            "answers": await served(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", b""),
            "refuses": await served(b"HTTP/1.1 503 Not Now\r\nContent-Length: 0\r\n\r\n", b""),
            "hangs": await served(b"", b""),
            "dribbles": await served(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"."),
            "is gone": "http://127.0.0.1:1",
        }
    )
    async with asyncio.timeout(2):
        answers = await found.of_services()
    await found.close()
    assert answers == {
        "answers": True,
        "refuses": False,
        "hangs": False,
        "dribbles": False,
        "is gone": False,
    }

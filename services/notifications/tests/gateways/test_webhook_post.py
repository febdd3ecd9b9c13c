"""Posting to a real server, and to names that lead where nothing may go."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager

import pytest
from foyer_notifications.domain.webhook_delivery import Outcome
from foyer_notifications.gateways.webhook_post import WebhookPost


@asynccontextmanager
async def _server(answer: bytes | None) -> AsyncIterator[tuple[int, list[bytes]]]:
    """Answers every request so; None: never. Gives its port, and what it got."""
    got: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await reader.readuntil(b"\r\n\r\n")
        length = next(
            int(line[15:]) for line in head.splitlines() if line.lower().startswith(b"content-length:")
        )
        got.append(head + await reader.readexactly(length))
        if answer is None:
            await reader.read()
        else:
            writer.write(answer)
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    async with server:
        yield server.sockets[0].getsockname()[1], got


def _answer(status: str, body: bytes = b"", more: str = "") -> bytes:
    return f"HTTP/1.1 {status}\r\ncontent-length: {len(body)}\r\n{more}\r\n".encode() + body


async def test_it_posts_what_it_is_given_and_keeps_the_beginning_of_the_answer() -> None:
    post = WebhookPost(allow_private=True)
    async with _server(_answer("200 OK", b"fine\0" + b"x" * 5000)) as (port, got):
        outcome = await post.send(f"http://localhost:{port}/hook?a=b", '{"a": "é"}', {"webhook-id": "evt_1"})
    assert outcome == Outcome(status=200, body="fine" + "x" * 995)
    head, _, body = got[0].partition(b"\r\n\r\n")
    assert head.startswith(b"POST /hook?a=b HTTP/1.1\r\n")
    assert b"webhook-id: evt_1" in head
    assert body == '{"a": "é"}'.encode()
    await post.close()


async def test_when_the_server_wants_to_be_called_again_is_kept() -> None:
    post = WebhookPost(allow_private=True)
    async with _server(_answer("429 Slowly", more="Retry-After:  120 \r\n")) as (port, _):
        outcome = await post.send(f"http://127.0.0.1:{port}/", "{}", {})
    assert outcome == Outcome(status=429, retry_after="120")
    await post.close()


async def test_a_redirection_is_not_followed() -> None:
    post = WebhookPost(allow_private=True)
    async with _server(_answer("200 OK")) as (elsewhere, got):
        there = _answer("307 Temporary Redirect", more=f"location: http://127.0.0.1:{elsewhere}/\r\n")
        async with _server(there) as (port, _):
            outcome = await post.send(f"http://127.0.0.1:{port}/", "{}", {})
    assert (outcome.status, outcome.arrived, got) == (307, False, [])
    await post.close()


@pytest.mark.parametrize(
    "addresses",
    [
        ["127.0.0.1"],
        ["169.254.169.254"],
        ["::ffff:127.0.0.1"],
        ["93.184.216.34", "10.0.0.1"],
    ],
)
async def test_a_name_that_leads_into_a_private_network_is_not_called(addresses: list[str]) -> None:
    async def resolve(host: str, port: int) -> Sequence[str]:
        assert (host, bool(port)) == ("shop.example", True)
        return addresses

    post = WebhookPost(allow_private=False, resolve=resolve)
    async with _server(_answer("200 OK")) as (port, got):
        outcome = await post.send(f"http://shop.example:{port}/", "{}", {})
    assert (outcome, got) == (Outcome(failure="its name leads into a private network"), [])
    await post.close()


@pytest.mark.parametrize("host", ["2130706433", "127.1", "[::ffff:127.0.0.1]", "localhost"])
async def test_nor_is_an_address_that_is_written_in_another_way(host: str) -> None:
    post = WebhookPost(allow_private=False)
    async with _server(_answer("200 OK")) as (port, got):
        outcome = await post.send(f"http://{host}:{port}/", "{}", {})
    assert (outcome.status, got) == (None, [])
    await post.close()


async def test_it_connects_to_the_address_that_it_has_looked_at() -> None:
    """A name that answers with another address the second time is asked once only."""
    asked = iter([["127.0.0.1"], ["192.0.2.1"]])

    async def resolve(host: str, port: int) -> Sequence[str]:
        return next(asked)

    post = WebhookPost(allow_private=True, resolve=resolve)
    async with _server(_answer("204 No Content")) as (port, got):
        outcome = await post.send(f"http://shop.example:{port}/", "{}", {})
    assert (outcome.status, len(got), b"host: shop.example" in got[0].lower()) == (204, 1, True)
    await post.close()


async def test_silence_and_refusals_are_told() -> None:
    post = WebhookPost(allow_private=True, within=0.2)
    async with _server(None) as (port, _):
        silent = await post.send(f"http://127.0.0.1:{port}/", "{}", {})
    closed = await post.send(f"http://127.0.0.1:{port}/", "{}", {})
    async with _server(b"SSH-2.0-OpenSSH\r\n") as (port, _):
        other = await post.send(f"http://127.0.0.1:{port}/", "{}", {})
    assert silent == Outcome(failure="no answer in time")
    assert closed == Outcome(failure="no connection: ConnectError")
    assert other == Outcome(failure="it does not speak HTTP")
    await post.close()

"""The load client, a process of its own: keeps connections busy for some seconds, one request each at a time.

It reads one JSON plan from standard input and writes one JSON result to standard output. It does nothing but
write prepared bytes and look for the status, so that the servers are the bottleneck and not it.
"""

import asyncio
import json
import sys
from dataclasses import asdict, dataclass, field
from itertools import count
from time import perf_counter, time_ns
from typing import Any
from urllib.parse import urlsplit

import httptools
from foyer_shared.process import fast_loop

WARM_UP = 0.5
"""Seconds before what counts."""

FRESH = b"{fresh}"
"""In a request: 24 digits that no other request has, of no other round either."""


@dataclass
class Result:
    """`seconds` has a latency for each request that counted; `refused` is the first answer that was wrong."""

    elapsed: float = 0.0
    is_over: bool = False
    seconds: list[float] = field(default_factory=list)
    errors: int = 0
    refused: str = ""


class Connection(asyncio.Protocol):
    """One keep-alive connection; `ask` sends a request and returns the status of its answer."""

    def __init__(self) -> None:
        self._answered: asyncio.Future[int] | None = None
        self._body = bytearray()

    def connection_made(self, transport: Any) -> None:
        """Open."""
        self._transport = transport
        self._parser = httptools.HttpResponseParser(self)

    def data_received(self, data: bytes) -> None:
        """A piece of an answer."""
        self._parser.feed_data(data)

    def on_body(self, body: bytes) -> None:
        """Kept to be able to say what a wrong answer said."""
        self._body += body

    def on_message_complete(self) -> None:
        """The whole answer."""
        status = self._parser.get_status_code()
        if not self._parser.should_keep_alive():
            self._transport.close()
        if self._answered and not self._answered.done():
            self._answered.set_result(status)

    def connection_lost(self, error: Exception | None) -> None:
        """Whoever waits is told."""
        if self._answered and not self._answered.done():
            self._answered.set_exception(error or ConnectionResetError("closed before the answer"))

    async def ask(self, request: bytes) -> int:
        """Raises OSError when the connection breaks."""
        self._body.clear()
        self._answered = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._answered

    @property
    def text(self) -> str:
        """How the last answer began."""
        return self._body[:300].decode(errors="replace")


async def run(plan: dict[str, Any]) -> Result:
    """`plan`: `seconds`, and `connections`, each with a `url` and its `requests` in turn. A request is a
    `text`, the `status` that its answer must have, and `end`, which is where a connection may stop.
    """
    result = Result()
    begins = perf_counter() + WARM_UP
    ends = begins + plan["seconds"]
    numbers = count(time_ns())
    async with asyncio.TaskGroup() as group:
        for connection in plan["connections"]:
            group.create_task(_keep_busy(connection, begins, ends, numbers, result))
    return result


async def _keep_busy(
    plan: dict[str, Any], begins: float, ends: float, numbers: "count[int]", result: Result
) -> None:
    address = urlsplit(plan["url"])
    loop = asyncio.get_running_loop()
    _, connection = await loop.create_connection(Connection, address.hostname, address.port)
    requests = [(each["text"].encode(), each["status"], each["end"]) for each in plan["requests"]]
    for number in count():
        text, wanted, is_end = requests[number % len(requests)]
        sent = perf_counter()
        status = await connection.ask(text.replace(FRESH, b"%024d" % next(numbers)))
        answered = perf_counter()
        if status != wanted:
            result.errors += 1
            result.refused = result.refused or f"{status} instead of {wanted}: {connection.text}"
        elif sent >= begins and not result.is_over:
            result.seconds.append(answered - sent)
            result.elapsed = answered - begins
        # A machine that is too busy for one answer in time is waited for.
        result.is_over = result.is_over or (answered >= ends and bool(result.seconds or result.errors))
        if is_end and result.is_over:
            return


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        print(json.dumps(asdict(runner.run(run(json.load(sys.stdin))))))  # noqa: T201  Its answer.

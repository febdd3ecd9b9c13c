"""The connection to RabbitMQ for everything but consuming: opened at need, and anew when in doubt."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import aio_pika
from aio_pika.abc import AbstractChannel, AbstractConnection
from aio_pika.exceptions import CONNECTION_EXCEPTIONS, AMQPConnectionError

from foyer_shared.messaging.topology import Topology, declare_exchanges
from foyer_shared.messaging.transport import TransportAway

LOST = CONNECTION_EXCEPTIONS
"""What aio-pika raises when a connection is not there, goes away under a call, or times out."""

CONNECT_TIMEOUT = 5
"""Seconds."""
HEARTBEAT = 15
"""Seconds. A node that vanishes without a farewell is noticed after three of them."""
HANGING_UP = 0.5
"""Seconds for a farewell, which a hanging broker never answers."""
WORK_TIMEOUT = 30
"""Seconds for all that is done on one channel: a broker may hang without closing anything."""


@dataclass
class _Line:
    """A connection with the number of its users: aiormq handles badly one that is closed under a call."""

    connection: AbstractConnection
    users: int = 0


class RabbitConnection:
    """Gives out channels. Each piece of work takes its own: RabbitMQ closes a channel for one bad message."""

    def __init__(self, url: str, topology: Topology) -> None:
        self._url = with_heartbeat(url)
        self._topology = topology
        self._opening = asyncio.Lock()
        self._line: _Line | None = None
        self._farewells: set[asyncio.Future[None]] = set()
        """Those under way, which would be lost if nobody held them."""

    @contextlib.asynccontextmanager
    async def channel(self, *, longest: float | None = WORK_TIMEOUT) -> AsyncIterator[AbstractChannel]:
        """A channel with confirms, on which a message that finds no queue raises.

        All that is done on it takes `longest` seconds at most; None is for work that bounds each step.
        TransportAway when none can be opened, or when the block ends with an error of the connection.
        """
        try:
            async with asyncio.timeout(longest), self._use_line() as connection:
                with leaks_as_lost():
                    async with asyncio.timeout(CONNECT_TIMEOUT):
                        channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
                    try:
                        yield channel
                    finally:
                        await self._close(channel)
        except LOST as error:
            await self.retire()
            raise TransportAway(repr(error)) from error

    async def _close(self, channel: AbstractChannel) -> None:
        # Never cut off: its number would be taken again before the broker has let go of it, which ends the
        # whole connection. One that takes long goes on by itself, and others take another connection.
        farewell = asyncio.ensure_future(channel.close())
        self._farewells.add(farewell)
        farewell.add_done_callback(self._said)
        await asyncio.wait({farewell}, timeout=HANGING_UP)
        if not farewell.done() or farewell.cancelled() or farewell.exception():
            await self.retire()

    def _said(self, farewell: asyncio.Future[None]) -> None:
        self._farewells.discard(farewell)
        if not farewell.cancelled():
            farewell.exception()  # Seen: what cannot be closed any more is closed.

    async def retire(self) -> None:
        """Open the next channel on a new connection; this one is closed when nobody uses it any more."""
        line, self._line = self._line, None
        if line is not None and line.users == 0:
            await _hang_up(line)

    @contextlib.asynccontextmanager
    async def _use_line(self) -> AsyncIterator[AbstractConnection]:
        line = await self._open_line()
        line.users += 1
        try:
            yield line.connection
        finally:
            line.users -= 1
            if line.users == 0 and line is not self._line:
                await _hang_up(line)

    async def _open_line(self) -> _Line:
        async with self._opening:
            if self._line is None or self._line.connection.is_closed:
                with leaks_as_lost():
                    connection = await aio_pika.connect(self._url, timeout=CONNECT_TIMEOUT)
                line = _Line(connection)
                try:
                    # A message to an exchange that is not there would close its channel.
                    with leaks_as_lost():
                        async with connection.channel() as channel:
                            await declare_exchanges(channel, self._topology)
                except BaseException:
                    await _hang_up(line)
                    raise
                self._line = line
            return self._line


@contextlib.contextmanager
def leaks_as_lost() -> Iterator[None]:
    """Say properly what aiormq says by a cancellation or a bare Exception when it closes under a call."""
    try:
        yield
    except asyncio.CancelledError as error:
        task = asyncio.current_task()
        if task is None or task.cancelling():
            raise  # Somebody really cancels us.
        raise AMQPConnectionError("closed under a call") from error
    except Exception as error:
        if type(error) is Exception:
            raise AMQPConnectionError("closed under a call") from error
        raise


def with_heartbeat(url: str) -> str:
    """The URL with our heartbeat, unless it asks for one of its own."""
    address = urlsplit(url)
    if "heartbeat" in parse_qs(address.query):
        return url
    return address._replace(query=f"{address.query}&heartbeat={HEARTBEAT}".lstrip("&")).geturl()


async def _hang_up(line: _Line) -> None:
    with contextlib.suppress(*LOST):
        async with asyncio.timeout(HANGING_UP):
            await line.connection.close()

"""The fan-out over RabbitMQ: one connection, a queue that goes with it, transient messages."""

import asyncio
import contextlib

import aio_pika
import structlog
from aio_pika import DeliveryMode, Message
from aio_pika.abc import AbstractChannel, AbstractConnection, AbstractIncomingMessage

from foyer_shared.basics.moments import wait_at_most
from foyer_shared.messaging import fanout
from foyer_shared.messaging.fanout import Listener
from foyer_shared.messaging.rabbitmq_connection import CONNECT_TIMEOUT, LOST, leaks_as_lost
from foyer_shared.messaging.topology import Topology, declare_listener

log: structlog.stdlib.BoundLogger = structlog.get_logger()

FIRST_GAP = 0.5
LONGEST_GAP = 5.0
"""Seconds between two tries to reach a broker that is away."""

HEARTBEAT = 5
"""Seconds; a broker that says nothing for about twice as long is away, though the connection looks open."""

FAREWELL = 0.5
"""Seconds to send what waits when we stop."""

MOST_PENDING = 1_000
"""Messages that wait for the broker; with more, everybody is told to look for themselves instead."""


class RabbitFanout:
    """A message stays here until it was sent. What was on the way when the connection broke may be lost, so
    everybody is told that, too, as soon as there is a new one.
    """

    def __init__(self, url: str, topology: Topology | None = None) -> None:
        self._url = url
        self._topology = topology or Topology()
        self._listeners: list[Listener] = []
        self._pending: dict[bytes, None] = {}
        """An ordered set: a message that waits already says it all."""
        self._wake = asyncio.Event()
        self._all_sent = asyncio.Event()
        self._all_sent.set()
        self._running: asyncio.Task[None] | None = None

    async def start(self) -> None:
        """Connect, and connect again whenever the connection breaks."""
        if self._running is None:
            self._running = asyncio.create_task(self._run(), name="fanout")

    async def stop(self) -> None:
        """Say what is still to be said, if that is quickly done, and hang up."""
        running, self._running = self._running, None
        if running is not None:
            await wait_at_most(self._all_sent, FAREWELL)
            running.cancel()
            await asyncio.wait({running})

    def tell(self, message: bytes) -> None:
        """Send it soon."""
        if len(self._pending) >= MOST_PENDING:
            self._pending = {fanout.LOST: None}
        self._pending[message] = None
        self._all_sent.clear()
        self._wake.set()

    def listen(self, listener: Listener) -> None:
        """Hear everything from now on."""
        self._listeners.append(listener)

    async def _run(self) -> None:
        gap = FIRST_GAP
        while True:
            try:
                with leaks_as_lost():
                    async with asyncio.timeout(CONNECT_TIMEOUT):
                        connection = await aio_pika.connect(
                            self._url, timeout=CONNECT_TIMEOUT, heartbeat=HEARTBEAT
                        )
                gap = FIRST_GAP
                await self._talk(connection)
            except LOST as error:
                log.warning("fanout_away", error=type(error).__name__)
            except Exception as error:  # noqa: BLE001  Pages that are not told are no reason to stop working.
                log.error("fanout_failed", error=type(error).__name__)  # noqa: TRY400  Its words may be secret.
            await asyncio.sleep(gap)
            gap = min(gap * 2, LONGEST_GAP)
            self.tell(fanout.LOST)

    async def _talk(self, connection: AbstractConnection) -> None:
        """Send what is told and hand on what comes, until the connection breaks."""
        is_broken = asyncio.Event()
        try:
            with leaks_as_lost():
                async with asyncio.timeout(CONNECT_TIMEOUT):
                    channel = await connection.channel(publisher_confirms=False)
                    queue = await declare_listener(channel, self._topology)
                    await queue.consume(self._hand_on, no_ack=True)
                for closing in (connection.close_callbacks, channel.close_callbacks):
                    closing.add(lambda *_: self._break(is_broken))
                while not (is_broken.is_set() or channel.is_closed):
                    await self._send_pending(channel)
                    await self._wake.wait()
        finally:
            with contextlib.suppress(*LOST):
                async with asyncio.timeout(1):
                    await connection.close()

    def _break(self, is_broken: asyncio.Event) -> None:
        is_broken.set()
        self._wake.set()

    async def _send_pending(self, channel: AbstractChannel) -> None:
        self._wake.clear()
        exchange = await channel.get_exchange(self._topology.live, ensure=False)
        while self._pending:
            # Taken out first: the same told meanwhile is news again. One that is lost here is made up for by
            # the look for themselves that everybody is asked for after a new connection.
            message = next(iter(self._pending))
            del self._pending[message]
            async with asyncio.timeout(CONNECT_TIMEOUT):
                await exchange.publish(Message(message, delivery_mode=DeliveryMode.NOT_PERSISTENT), "")
        self._all_sent.set()

    async def _hand_on(self, incoming: AbstractIncomingMessage) -> None:
        for listener in self._listeners:
            listener(incoming.body)

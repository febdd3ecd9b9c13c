"""RabbitMQ as the bus: aio-pika publishes and declares, FastStream consumes."""

import asyncio
import contextlib
from collections.abc import Sequence

from aio_pika.exceptions import ChannelNotFoundEntity

from foyer_shared.messaging.rabbitmq_connection import RabbitConnection
from foyer_shared.messaging.rabbitmq_dead_letters import RabbitDeadLetters
from foyer_shared.messaging.rabbitmq_publisher import RabbitPublisher
from foyer_shared.messaging.rabbitmq_reader import RabbitReader
from foyer_shared.messaging.spans import publish_traced
from foyer_shared.messaging.topology import Topology, declare_reader
from foyer_shared.messaging.transport import (
    HANDLERS_AT_ONCE,
    UNROUTABLE,
    Backlog,
    Deliver,
    Message,
    Outcome,
    TransportAway,
)


class RabbitTransport:
    """One connection for publishing, declaring and looking, and one for each reader.

    A cluster has one URL, too: its host leads to any living node, as a Service of Kubernetes does.
    """

    def __init__(
        self, url: str, topology: Topology | None = None, *, handlers_at_once: int = HANDLERS_AT_ONCE
    ) -> None:
        self._url = url
        self._handlers_at_once = handlers_at_once
        self._topology = topology or Topology()
        self._connection = RabbitConnection(url, self._topology)
        self._publisher = RabbitPublisher(self._connection, self._topology.exchange)
        self._readers: dict[str, RabbitReader] = {}
        self.dead_letters = RabbitDeadLetters(self._connection, self._publisher, self._topology)

    async def start(self) -> None:
        """Nothing to get ready: connections are opened at the first use, and again whenever they break."""

    async def stop(self) -> None:
        """Stop taking messages, let the running handlers finish, and close."""
        await asyncio.gather(*map(self.stop_consuming, list(self._readers)))
        await self._connection.retire()

    async def publish(self, messages: Sequence[Message]) -> list[Outcome]:
        """Publish all of them with confirms; one outcome each, in order."""
        return await publish_traced(self._publisher.publish, messages, system="rabbitmq")

    async def declare(self, reader: str, bindings: Sequence[str]) -> None:
        """Make the reader's queues."""
        async with self._connection.channel() as channel:
            await declare_reader(channel, self._topology, reader, bindings)

    async def consume(self, reader: str, bindings: Sequence[str], deliver: Deliver) -> None:
        """Hand the reader its messages until `stop_consuming`."""
        with contextlib.suppress(TransportAway):  # Then the reader declares itself as soon as it can.
            await self.declare(reader, bindings)
        self._readers[reader] = RabbitReader(
            self._url,
            self._topology,
            reader,
            bindings,
            deliver,
            self._connection,
            self._publisher,
            prefetch=self._handlers_at_once,
        )

    async def stop_consuming(self, reader: str) -> None:
        """Take no more messages for the reader, and wait until its running handlers have finished."""
        running = self._readers.pop(reader, None)
        if running is not None:
            await running.stop()

    async def backlog(self, reader: str) -> Backlog:
        """What waits in the queue and the delay queues or is in the reader's hands, and what is dead."""
        topology = self._topology
        waiting = [] if reader == UNROUTABLE else [topology.queue(reader), *topology.delay_queues(reader)]
        counts = [await self._count(queue) for queue in (*waiting, topology.dead_queue(reader))]
        running = self._readers.get(reader)
        return Backlog(sum(counts[:-1]) + (running.in_flight if running else 0), counts[-1])

    async def _count(self, queue: str) -> int:
        async with self._connection.channel() as channel:
            try:
                found = await channel.declare_queue(queue, passive=True)
            except ChannelNotFoundEntity:
                return 0
            return found.declaration_result.message_count or 0

"""The dead letters of RabbitMQ: a queue per reader that nobody consumes."""

import contextlib
from collections.abc import AsyncIterator, Callable, Sequence

from aio_pika.abc import AbstractChannel, AbstractIncomingMessage
from aio_pika.exceptions import ChannelNotFoundEntity

from foyer_shared.messaging.rabbitmq_connection import RabbitConnection
from foyer_shared.messaging.rabbitmq_letters import as_dead_letter, as_message
from foyer_shared.messaging.rabbitmq_publisher import RabbitPublisher
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import UNROUTABLE, Confirmed, DeadLetter, NoSuchDeadLetter

BATCH = 20
"""Dead letters that are put back together. RabbitMQ holds back what is acknowledged of a quorum queue beyond
32 at a time, and a channel that is closed forgets it: they would be replayed and still be there."""
STEP_TIMEOUT = 10
"""Seconds for one message. A look through thousands takes as long as it takes while the broker answers."""


class RabbitDeadLetters:
    """List, show, replay and drop, by reader and message.

    A queue can only be looked through by taking from it: what was taken goes back at the end.
    """

    def __init__(self, connection: RabbitConnection, publisher: RabbitPublisher, topology: Topology) -> None:
        self._connection = connection
        self._publisher = publisher
        self._topology = topology

    async def list_dead(self, reader: str, *, limit: int = 100) -> list[DeadLetter]:
        """The oldest first; they stay where they are."""
        taken: list[AbstractIncomingMessage] = []
        async with self._connection.channel(longest=None) as channel:
            async for incoming in self._take(channel, reader):
                taken.append(incoming)
                if len(taken) == limit:
                    break
            await _give_back(taken)
        return [as_dead_letter(incoming) for incoming in taken]

    async def show(self, reader: str, message_id: str) -> DeadLetter:
        """One of them; raises NoSuchDeadLetter."""
        async with self._found(reader, message_id) as incoming:
            await incoming.nack(requeue=True)
            return as_dead_letter(incoming)

    async def replay(self, reader: str, message_id: str) -> None:
        """Put it back with all its tries; raises NoSuchDeadLetter."""
        async with self._found(reader, message_id) as incoming:
            message = as_message(incoming)
            if reader == UNROUTABLE:
                await self._publisher.publish_surely(message)
            else:
                await self._publisher.publish_to_queue(self._topology.queue(reader), message, {})
            await incoming.ack()

    async def replay_all(self, reader: str, wanted: Callable[[DeadLetter], bool]) -> AsyncIterator[int]:
        """Put back those of now that are wanted; yields how many after each batch of them."""
        batch: list[AbstractIncomingMessage] = []
        left: list[AbstractIncomingMessage] = []
        async with self._connection.channel(longest=None) as channel:
            async for incoming in self._take(channel, reader):
                (batch if wanted(as_dead_letter(incoming)) else left).append(incoming)
                if len(batch) == BATCH:
                    yield await self._put_back(reader, batch)
                    batch.clear()
            yield await self._put_back(reader, batch)
            await _give_back(left)

    async def drop(self, reader: str, message_id: str) -> None:
        """Throw it away; raises NoSuchDeadLetter."""
        async with self._found(reader, message_id) as incoming:
            await incoming.ack()

    async def _put_back(self, reader: str, taken: Sequence[AbstractIncomingMessage]) -> int:
        """How many; what the broker does not confirm stays a dead letter."""
        messages = [as_message(incoming) for incoming in taken]
        if reader == UNROUTABLE:
            outcomes = await self._publisher.publish(messages)
        else:
            outcomes = await self._publisher.publish_all_to_queue(self._topology.queue(reader), messages)
        confirmed = [each for each, what in zip(taken, outcomes, strict=True) if what == Confirmed()]
        for incoming in confirmed:
            await incoming.ack()
        return len(confirmed)

    @contextlib.asynccontextmanager
    async def _found(self, reader: str, message_id: str) -> AsyncIterator[AbstractIncomingMessage]:
        others: list[AbstractIncomingMessage] = []
        async with self._connection.channel(longest=None) as channel:
            async for incoming in self._take(channel, reader):
                if incoming.message_id == message_id:
                    yield incoming
                    await _give_back(others)
                    return
                others.append(incoming)
            await _give_back(others)
        raise NoSuchDeadLetter(message_id)

    async def _take(self, channel: AbstractChannel, reader: str) -> AsyncIterator[AbstractIncomingMessage]:
        try:
            queue = await channel.declare_queue(self._topology.dead_queue(reader), passive=True)
        except ChannelNotFoundEntity:
            return
        # RabbitMQ takes from a queue in the order of its log, but counts what it has got to by now: the count
        # tells of what was given back a moment ago only after a message has been taken.
        incoming = await queue.get(fail=False, timeout=STEP_TIMEOUT)
        counted = await channel.declare_queue(queue.name, passive=True)
        # No more than there are now: what is put back may be dead again before all has been looked through.
        for _ in range(counted.declaration_result.message_count or 0):
            if incoming is None:
                return
            yield incoming
            incoming = await queue.get(fail=False, timeout=STEP_TIMEOUT)
        if incoming is not None:
            yield incoming


async def _give_back(taken: Sequence[AbstractIncomingMessage]) -> None:
    """One by one, which keeps their order. Closing the channel would do the same, but some time later."""
    for incoming in taken:
        await incoming.nack(requeue=True)

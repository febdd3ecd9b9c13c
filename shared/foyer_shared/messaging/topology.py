"""Exchanges, queues and bindings of RabbitMQ: their names and arguments, declared in this one place.

A reader's messages wait in its quorum queue. A failed try is published to one of a few delay queues, each
with one TTL, which dead-letters straight back to that one queue. After the last try it is a dead letter.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aio_pika import ExchangeType
from aio_pika.abc import AbstractChannel, AbstractQueue
from pamqp.common import FieldTable

from foyer_shared.contracts.envelope import Event
from foyer_shared.messaging.transport import DELAYS, UNROUTABLE

DELIVERY_LIMIT = 100
"""Redeliveries after lost connections, not tries: it stops a message that kills its process each time."""

NO_DELIVERY_LIMIT = 1_000_000_000
"""RabbitMQ 4 has a low limit unless told otherwise; looking at dead letters must not use it up."""

LONGEST_LISTENING = 10_000
"""Messages that wait for a process that hangs; the oldest go first."""


def bindings_of(events: Iterable[type[Event]]) -> tuple[str, ...]:
    """What a reader of these events binds its queue by; `Event` itself stands for everything."""
    return tuple(sorted({"#" if event is Event else event.routing_key() for event in events}))


@dataclass(frozen=True, slots=True)
class Topology:
    """Names, all with one prefix, and the delays in seconds between tries."""

    prefix: str = "foyer"
    delays: Sequence[float] = DELAYS

    @property
    def exchange(self) -> str:
        """The topic exchange that every event is published to."""
        return f"{self.prefix}.events"

    @property
    def unroutable(self) -> str:
        """The alternate exchange, and the queue behind it, for what nobody reads."""
        return f"{self.prefix}.{UNROUTABLE}"

    @property
    def live(self) -> str:
        """The fan-out exchange of what processes tell each other and nobody keeps."""
        return f"{self.prefix}.live"

    def queue(self, reader: str) -> str:
        """What the reader consumes."""
        return f"{self.prefix}.{reader}"

    def delay_queues(self, reader: str) -> tuple[str, ...]:
        """Where failed tries wait, the shortest delay first."""
        return tuple(f"{self.prefix}.{reader}.delay.{number}" for number in range(1, len(self.delays) + 1))

    def delay_queue(self, reader: str, attempt: int) -> str:
        """Where a message waits after its `attempt`th try has failed."""
        return self.delay_queues(reader)[min(attempt, len(self.delays)) - 1]

    def dead_queue(self, reader: str) -> str:
        """Where messages stay until an operator decides."""
        return self.unroutable if reader == UNROUTABLE else f"{self.prefix}.{reader}.dead"


async def declare_exchanges(channel: AbstractChannel, topology: Topology) -> None:
    """Where events are published to, and what catches those that nobody reads."""
    fallback = await channel.declare_exchange(topology.unroutable, ExchangeType.FANOUT, durable=True)
    unroutable = await channel.declare_queue(topology.unroutable, durable=True, arguments=_keeping())
    await unroutable.bind(fallback)
    await channel.declare_exchange(
        topology.exchange,
        ExchangeType.TOPIC,
        durable=True,
        arguments={"alternate-exchange": topology.unroutable},
    )


async def declare_reader(
    channel: AbstractChannel, topology: Topology, reader: str, bindings: Sequence[str]
) -> int:
    """A reader's queues, bound to the events that it reads; how many messages wait in the main one."""
    await channel.declare_queue(topology.dead_queue(reader), durable=True, arguments=_keeping())
    name = topology.queue(reader)
    queue = await channel.declare_queue(
        name,
        durable=True,
        arguments={**_moving_to(topology.dead_queue(reader)), "x-delivery-limit": DELIVERY_LIMIT},
    )
    for delay_queue, delay in zip(topology.delay_queues(reader), topology.delays, strict=True):
        await channel.declare_queue(
            delay_queue,
            durable=True,
            arguments={**_moving_to(name), "x-message-ttl": int(delay * 1000)},
        )
    for pattern in bindings:
        await queue.bind(topology.exchange, pattern)
    return queue.declaration_result.message_count or 0


async def declare_listener(channel: AbstractChannel, topology: Topology) -> AbstractQueue:
    """A queue of this connection alone, for all that is told from now on; it goes when its reader does."""
    exchange = await channel.declare_exchange(topology.live, ExchangeType.FANOUT, durable=True)
    queue = await channel.declare_queue(
        exclusive=True, auto_delete=True, arguments={"x-max-length": LONGEST_LISTENING}
    )
    await queue.bind(exchange)
    return queue


def _keeping() -> FieldTable:
    return {"x-queue-type": "quorum", "x-delivery-limit": NO_DELIVERY_LIMIT}


def _moving_to(queue: str) -> FieldTable:
    # At-least-once dead lettering keeps the message until the other queue has it; it needs reject-publish.
    return {
        "x-queue-type": "quorum",
        "x-overflow": "reject-publish",
        "x-dead-letter-exchange": "",
        "x-dead-letter-routing-key": queue,
        "x-dead-letter-strategy": "at-least-once",
    }

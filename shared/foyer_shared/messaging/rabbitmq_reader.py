"""One reader of RabbitMQ: a FastStream subscriber on its queue that acknowledges only what is settled."""

import asyncio
import contextlib
from collections.abc import Sequence

import structlog
from aio_pika import IncomingMessage
from faststream import AckPolicy, StreamMessage
from faststream.rabbit import Channel, RabbitBroker, RabbitMessage, RabbitQueue
from faststream.rabbit.opentelemetry import RabbitTelemetryMiddleware
from faststream.rabbit.prometheus import RabbitPrometheusMiddleware
from prometheus_client import REGISTRY

from foyer_shared.basics.moments import wait_at_most
from foyer_shared.messaging.patience import deliver_patiently
from foyer_shared.messaging.rabbitmq_connection import (
    CONNECT_TIMEOUT,
    HANGING_UP,
    LOST,
    RabbitConnection,
    leaks_as_lost,
    with_heartbeat,
)
from foyer_shared.messaging.rabbitmq_letters import as_message, attempt_of, failed
from foyer_shared.messaging.rabbitmq_publisher import RabbitPublisher
from foyer_shared.messaging.topology import Topology, declare_reader
from foyer_shared.messaging.transport import (
    Dead,
    Deliver,
    Delivery,
    Done,
    Retry,
    TransportAway,
)

log = structlog.get_logger()

FIRST_GAP = 0.5
LONGEST_GAP = 10.0
"""Seconds between two tries to reach a broker that is away."""

LOOK = 5.0
"""Seconds between two looks whether the reader's queues are still there, and it is given what waits."""
IDLE_LOOKS = 3
"""So many looks in a row at messages that wait while the reader has its hands free, and it consumes anew."""

FINISHING = 30
"""Seconds that running handlers get when we stop; what has not finished by then comes again."""


class RabbitReader:
    """Reads from its making until it is stopped; the first connection and each later one are waited for.

    Queues that somebody deletes are made again. aio-pika takes up a consumer that the broker has cancelled;
    one that the broker has forgotten without a word (its queue came back too quickly) looks idle.
    """

    def __init__(
        self,
        url: str,
        topology: Topology,
        reader: str,
        bindings: Sequence[str],
        deliver: Deliver,
        connection: RabbitConnection,
        publisher: RabbitPublisher,
        *,
        prefetch: int,
    ) -> None:
        self._url = with_heartbeat(url)
        self._topology = topology
        self._reader = reader
        self._bindings = bindings
        self._deliver = deliver
        self._connection = connection
        self._publisher = publisher
        self._prefetch = prefetch
        self.in_flight = 0
        self._taken = 0
        self._stopping = asyncio.Event()
        self._broker: RabbitBroker | None = None
        self._running = asyncio.create_task(self._run(), name=f"reader {reader}")

    async def stop(self) -> None:
        """Take no more, and return when the running handlers have finished."""
        self._stopping.set()
        try:
            await self._running
            await self._close()
        except asyncio.CancelledError:
            if self._broker is not None:  # There is no time for more.
                await _hang_up(self._broker)
            raise

    async def _run(self) -> None:
        idle_looks = 0
        await self._start()
        while not self._stopping.is_set():
            taken = self._taken
            await wait_at_most(self._stopping, LOOK)
            is_idle = await self._finds_some_waiting() and self._taken == taken
            idle_looks = idle_looks + 1 if is_idle and self.in_flight < self._prefetch else 0
            if idle_looks == IDLE_LOOKS:
                log.warning("reader_reopening", reader=self._reader)
                idle_looks = 0
                await self._close()
                await self._start()

    async def _finds_some_waiting(self) -> bool:
        """Whether messages wait that nobody has been given; makes the queues again if they are gone."""
        try:
            return await self._declare() > 0
        except Exception as error:  # noqa: BLE001  A reader goes on whatever happens.
            log.warning("reader_queues_unseen", reader=self._reader, error=repr(error))
            return False

    async def _close(self) -> None:
        if self._broker is None:
            return
        try:
            with contextlib.suppress(*LOST):
                async with asyncio.timeout(FINISHING + CONNECT_TIMEOUT):
                    await self._broker.stop()
        finally:
            await _hang_up(self._broker)
            self._broker = None

    async def _start(self) -> None:
        gap = FIRST_GAP
        while not self._stopping.is_set():
            broker = self._make_broker()
            try:
                await self._declare()
                with leaks_as_lost():
                    await broker.start()
            except Exception as error:  # noqa: BLE001  A reader goes on whatever happens.
                log.warning("reader_bus_away", reader=self._reader, error=repr(error))
                with contextlib.suppress(*LOST):
                    await broker.stop()
                await wait_at_most(self._stopping, gap)
                gap = min(gap * 2, LONGEST_GAP)
            else:
                self._broker = broker
                return

    async def _declare(self) -> int:
        """Make what is not there; how many messages wait in the queue."""
        async with self._connection.channel() as channel:
            return await declare_reader(channel, self._topology, self._reader, self._bindings)

    def _make_broker(self) -> RabbitBroker:
        broker = RabbitBroker(
            self._url,
            default_channel=Channel(prefetch_count=self._prefetch),
            timeout=CONNECT_TIMEOUT,
            reconnect_interval=FIRST_GAP,
            graceful_timeout=FINISHING,
            middlewares=(RabbitTelemetryMiddleware(), RabbitPrometheusMiddleware(registry=REGISTRY)),
            logger=None,
            apply_types=False,
        )
        subscriber = broker.subscriber(
            RabbitQueue(self._topology.queue(self._reader), declare=False),
            ack_policy=AckPolicy.MANUAL,
            no_reply=True,
            decoder=_whole,
        )
        subscriber(self._on_message)
        return broker

    async def _on_message(self, message: RabbitMessage) -> None:
        self._taken += 1
        self.in_flight += 1
        try:
            await self._handle(message)
        finally:
            self.in_flight -= 1

    async def _handle(self, message: RabbitMessage) -> None:
        incoming = message.raw_message
        delivery = Delivery(as_message(incoming), attempt_of(incoming))
        verdict = await deliver_patiently(self._deliver, delivery, self._stopping)
        # A connection that goes away before the acknowledgement brings the message again: the inbox drops it.
        with contextlib.suppress(*LOST):
            if verdict is None:
                await message.nack(requeue=True)
                return
            try:
                await self._settle(delivery, verdict)
            except TransportAway as error:
                log.warning("reader_could_not_settle", reader=self._reader, reason=str(error))
                await wait_at_most(self._stopping, FIRST_GAP)
                await message.nack(requeue=True)
            else:
                await message.ack()

    async def _settle(self, delivery: Delivery, verdict: Done | Retry | Dead) -> None:
        """Store the message where it goes next, confirmed; only then may it be acknowledged here."""
        message, attempt = delivery.message, delivery.attempt
        match verdict:
            case Retry(reason):
                queue = self._topology.delay_queue(self._reader, attempt)
                headers = failed(attempt + 1, reason)
                await self._publisher.publish_to_queue(queue, message, headers)
            case Dead(reason):
                queue = self._topology.dead_queue(self._reader)
                await self._publisher.publish_to_queue(queue, message, failed(attempt, reason))


async def _hang_up(broker: RabbitBroker) -> None:
    """aio-pika goes on connecting, whoever cancels it, until this: its process would never end."""
    connection = broker._connection  # noqa: SLF001  FastStream gives it up at the end of its own stop alone.
    if connection is not None:
        with contextlib.suppress(*LOST):
            async with asyncio.timeout(HANGING_UP):
                await connection.close()


async def _whole(message: StreamMessage[IncomingMessage]) -> StreamMessage[IncomingMessage]:
    """Leaves the body alone: reading it is the dispatcher's, for both transports."""
    return message

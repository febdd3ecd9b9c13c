"""Foyer's side of reading: the consumer with inbox and handler, which notes when each event has committed."""

import asyncio
import sys
import time
from collections.abc import Sequence

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.topology import Topology
from foyer_shared.messaging.transport import Deliver, Delivery, Done, Verdict
from foyer_shared.process import fast_loop
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.logs import setup_logs
from foyer_shared.telemetry.traces import setup_traces

from tests.e2e.load.orders import obey
from tests.e2e.load.plumbing.event import METADATA, PAUSED, effects

HANDLERS = 9
"""As many at once as a service has with a pool of 10 connections."""


class WatchedTransport(RabbitTransport):
    """Notes when a delivery is done, which is right after its commit."""

    def __init__(self, url: str, topology: Topology) -> None:
        super().__init__(url, topology, handlers_at_once=HANDLERS)
        self.done: dict[str, float] = {}

    async def consume(self, reader: str, bindings: Sequence[str], deliver: Deliver) -> None:
        """As the transport does, but watched."""

        async def watched(delivery: Delivery) -> Verdict:
            verdict = await deliver(delivery)
            if verdict == Done():
                self.done[delivery.message.id] = time.monotonic()
            return verdict

        await super().consume(reader, bindings, watched)

    async def take(self, count: int) -> dict[str, float]:
        """Wait for so many, and forget them: when each was done."""
        while len(self.done) < count:  # noqa: ASYNC110  It is only looked at now and then.
            await asyncio.sleep(0.02)
        done, self.done = self.done, {}
        return done


async def _note(work: Work, _event: object, envelope: Envelope) -> None:
    await work.session.execute(effects.insert(), [{"event_id": envelope.id, "subject": envelope.subject}])


async def _run(database_url: str, amqp_url: str, prefix: str) -> None:
    setup_logs("INFO")
    setup_traces("load", None)
    transport = WatchedTransport(amqp_url, Topology(prefix))
    database = Database(database_url, METADATA)
    consumer = Consumer("reader", database, {type(PAUSED): _note}, transport)
    await consumer.start()
    await obey({"take": transport.take})
    await consumer.stop()
    await transport.stop()
    await database.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(_run(*sys.argv[1:]))

"""Foyer's side of sending: units of work that announce, and the relay, in one process."""

import asyncio
import sys
import time
from datetime import datetime
from typing import Any

from foyer_shared.messaging.outbox import count_unsent
from foyer_shared.messaging.rabbitmq import RabbitTransport
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.topology import Topology, bindings_of
from foyer_shared.process import fast_loop
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.logs import setup_logs
from foyer_shared.telemetry.traces import setup_traces
from sqlalchemy import func, select, update

from tests.e2e.load.orders import obey
from tests.e2e.load.plumbing.event import CUSTOMER, METADATA, PAUSED, origin, things

GAP = 0.02
"""Seconds between two single events."""


class Sender:
    """Commits events; its relay sends them on."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def singles(self, count: int) -> dict[str, float]:
        """One commit after the other; when each had committed."""
        committed = {}
        for _ in range(count):
            (event_id,) = await self._commit(1)
            committed[event_id] = time.monotonic()
            await asyncio.sleep(GAP)
        return committed

    async def burst(self, count: int) -> float:
        """All in one commit; when it was done."""
        await self._commit(count)
        return time.monotonic()

    async def relayed(self, count: int) -> float:
        """All in one commit; the seconds from then until the relay had marked the last of them."""
        await self._commit(count)
        began = time.time()
        while await count_unsent(self._database):  # noqa: ASYNC110  It is only looked at now and then.
            await asyncio.sleep(0.02)
        outbox = self._database.tables.outbox
        async with self._database.session() as session:
            ended: datetime = (await session.execute(select(func.max(outbox.c.sent_at)))).scalar_one()
        return ended.timestamp() - began

    async def _commit(self, count: int) -> list[str]:
        async with self._database.work(origin()) as work:
            await work.session.execute(update(things).where(things.c.id == 1).values(state="paused"))
            for number in range(count):
                work.announce(PAUSED, subject="sub_load", version=number, customer_id=CUSTOMER)
        return [each.envelope.id for each in work.announced]


async def _run(database_url: str, amqp_url: str, prefix: str) -> None:
    setup_logs("INFO")
    setup_traces("load", None)
    transport = RabbitTransport(amqp_url, Topology(prefix))
    await transport.declare("reader", bindings_of([type(PAUSED)]))
    database = Database(database_url, METADATA)
    sender, relay = Sender(database), Relay(database, transport)
    relaying = asyncio.create_task(relay.run())
    orders: dict[str, Any] = {
        "singles": sender.singles,
        "burst": sender.burst,
        "relayed": sender.relayed,
    }
    await obey(orders)
    await relay.stop()
    await relaying
    await transport.stop()
    await database.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(_run(*sys.argv[1:]))

"""The limit of sending: asyncpg's rows and aio-pika's confirms, in batches as large as the relay's."""

import asyncio
import sys
import time
from collections.abc import Sequence
from itertools import count

import aio_pika
import asyncpg  # type: ignore[import-untyped]  # It has no type marker.
from aio_pika.abc import AbstractExchange
from foyer_shared.messaging.outbox import BATCH
from foyer_shared.process import fast_loop

from tests.e2e.load.bare.bus import KEY, declare
from tests.e2e.load.orders import obey
from tests.e2e.load.plumbing.event import PAUSED

GAP = 0.02
_BODY = PAUSED.model_dump_json().encode() + b" " * 600


class Sender:
    """Commits outbox rows and publishes them."""

    def __init__(self, pool: asyncpg.Pool, exchange: AbstractExchange) -> None:
        self._pool = pool
        self._exchange = exchange
        self._rung = asyncio.Event()
        self._numbers = count(time.time_ns())

    async def singles(self, wanted: int) -> dict[str, float]:
        """One commit after the other; when each had committed."""
        committed = {}
        for _ in range(wanted):
            (message_id,) = await self._commit(1)
            committed[message_id] = time.monotonic()
            await asyncio.sleep(GAP)
        return committed

    async def burst(self, wanted: int) -> float:
        """All in one commit; when it was done."""
        await self._commit(wanted)
        return time.monotonic()

    async def published(self, wanted: int) -> float:
        """Without any table: the seconds that publishing in batches takes."""
        ids = self._ids(wanted)
        began = time.perf_counter()
        for start in range(0, wanted, BATCH):
            await self._publish([(message_id, _BODY) for message_id in ids[start : start + BATCH]])
        return time.perf_counter() - began

    async def relay(self) -> None:
        """For ever: read, publish, mark, and wait to be woken."""
        async with self._pool.acquire() as connection:
            while True:
                rows = await connection.fetch(
                    "SELECT position, message_id, body FROM outbox WHERE sent_at IS NULL"
                    " ORDER BY position LIMIT $1",
                    BATCH,
                )
                if not rows:
                    await self._rung.wait()
                    self._rung.clear()
                    continue
                await self._publish([(row["message_id"], row["body"]) for row in rows])
                positions = [row["position"] for row in rows]
                await connection.execute(
                    "UPDATE outbox SET sent_at = now() WHERE position = ANY($1)", positions
                )

    async def _commit(self, wanted: int) -> list[str]:
        ids = self._ids(wanted)
        async with self._pool.acquire() as connection, connection.transaction():
            await connection.execute("UPDATE things SET state = $1 WHERE id = 1", "paused")
            await connection.executemany(
                "INSERT INTO outbox (message_id, body) VALUES ($1, $2)", [(each, _BODY) for each in ids]
            )
        self._rung.set()
        return ids

    async def _publish(self, messages: Sequence[tuple[str, bytes]]) -> None:
        await asyncio.gather(
            *(
                self._exchange.publish(
                    aio_pika.Message(
                        body, message_id=message_id, delivery_mode=aio_pika.DeliveryMode.PERSISTENT
                    ),
                    KEY,
                    timeout=10,
                )
                for message_id, body in messages
            )
        )

    def _ids(self, wanted: int) -> list[str]:
        return [f"evt_{next(self._numbers):026}" for _ in range(wanted)]


async def _run(database_url: str, amqp_url: str, prefix: str) -> None:
    connection = await aio_pika.connect(amqp_url)
    channel = await connection.channel(publisher_confirms=True, on_return_raises=True)
    exchange, _ = await declare(channel, prefix)
    async with asyncpg.create_pool(database_url, min_size=2, max_size=10) as pool:
        sender = Sender(pool, exchange)
        relaying = asyncio.create_task(sender.relay())
        await obey({"singles": sender.singles, "burst": sender.burst, "published": sender.published})
        relaying.cancel()
        await asyncio.gather(relaying, return_exceptions=True)
    await connection.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(_run(*sys.argv[1:]))

"""The limit of reading: aio-pika's queue, two inserts and a commit with asyncpg, and an acknowledgement."""

import asyncio
import sys
import time

import aio_pika
import asyncpg  # type: ignore[import-untyped]  # It has no type marker.
from aio_pika.abc import AbstractIncomingMessage
from foyer_shared.process import fast_loop

from tests.e2e.load.bare.bus import declare
from tests.e2e.load.orders import obey
from tests.e2e.load.plumbing.reader import HANDLERS


class Reader:
    """Notes when each message has committed."""

    def __init__(self, pool: asyncpg.Pool) -> None:
        self._pool = pool
        self._done: dict[str, float] = {}

    async def on_message(self, message: AbstractIncomingMessage) -> None:
        """The inbox's claim and the effect commit together, then the acknowledgement."""
        message_id = message.message_id or ""
        async with self._pool.acquire() as connection, connection.transaction():
            is_new = await connection.fetchval(
                "INSERT INTO inbox (message_id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING message_id",
                message_id,
            )
            if is_new:
                await connection.execute("INSERT INTO effects VALUES ($1)", message_id)
        self._done[message_id] = time.monotonic()
        await message.ack()

    async def take(self, count: int) -> dict[str, float]:
        """Wait for so many, and forget them: when each was done."""
        while len(self._done) < count:  # noqa: ASYNC110  It is only looked at now and then.
            await asyncio.sleep(0.02)
        done, self._done = self._done, {}
        return done


async def _run(database_url: str, amqp_url: str, prefix: str) -> None:
    connection = await aio_pika.connect(amqp_url)
    channel = await connection.channel()
    await channel.set_qos(prefetch_count=HANDLERS)
    _, queue = await declare(channel, prefix)
    async with asyncpg.create_pool(database_url, min_size=HANDLERS, max_size=HANDLERS) as pool:
        reader = Reader(pool)
        await queue.consume(reader.on_message)
        await obey({"take": reader.take})
        await connection.close()


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        runner.run(_run(*sys.argv[1:]))

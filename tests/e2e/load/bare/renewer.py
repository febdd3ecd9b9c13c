"""The limit of renewing: the same rows claimed, written and announced in batches with asyncpg alone."""

import asyncio
import json
import sys
import time

import asyncpg  # type: ignore[import-untyped]  # It has no type marker.
from foyer_shared.process import fast_loop

TABLES = """
CREATE SCHEMA bare;
CREATE TABLE bare.subscriptions AS SELECT * FROM subscriptions.subscriptions;
ALTER TABLE bare.subscriptions ADD PRIMARY KEY (id);
CREATE INDEX ON bare.subscriptions (next_due_at);
CREATE TABLE bare.outbox (
    position bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    message_id text NOT NULL UNIQUE,
    body bytea NOT NULL
);
"""
_CLAIM = """
SELECT * FROM bare.subscriptions WHERE next_due_at <= now() ORDER BY next_due_at
LIMIT 100 FOR UPDATE SKIP LOCKED
"""
_RENEW = """
UPDATE bare.subscriptions SET current_period_start = current_period_end, items = $2, version = version + 1,
    current_period_end = current_period_end + interval '1 month',
    next_due_at = current_period_end + interval '1 month', period_number = period_number + 1
WHERE id = $1
"""
_TELL = "INSERT INTO bare.outbox (message_id, body) VALUES ($1, $2)"
_BODY = b"." * 1_800


async def _run(database_url: str) -> dict[str, float]:
    connection = await asyncpg.connect(database_url)
    renewed, begun = 0, time.perf_counter()
    while count := await _batch(connection):
        renewed += count
    seconds = time.perf_counter() - begun
    await connection.close()
    return {"renewed": renewed, "seconds": seconds}


async def _batch(connection: asyncpg.Connection) -> int:
    async with connection.transaction():
        rows = await connection.fetch(_CLAIM)
        await connection.executemany(_RENEW, [(row["id"], row["items"]) for row in rows])
        messages = [(f"{row['id']}.{row['version']}", _BODY) for row in rows]
        await connection.executemany(_TELL, messages)
    return len(rows)


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        sys.stdout.write(json.dumps(runner.run(_run(*sys.argv[1:]))))

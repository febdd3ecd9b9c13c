"""Foyer's side of renewing: the job of one worker, until nothing is due; tells how long that took."""

import asyncio
import json
import resource
import sys
import time

from foyer_shared.process import fast_loop
from foyer_shared.storage.database import Database
from foyer_subscriptions.storage.rows import Row
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions


async def _run(database_url: str) -> dict[str, float]:
    database = Database(database_url, Row.metadata)
    renewed, begun = 0, time.perf_counter()
    while count := await advance_due_subscriptions(database):
        renewed += count
    seconds = time.perf_counter() - begun
    await database.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return {"renewed": renewed, "seconds": seconds, "peak": peak}


if __name__ == "__main__":
    with asyncio.Runner(loop_factory=fast_loop) as runner:
        sys.stdout.write(json.dumps(runner.run(_run(*sys.argv[1:]))))

"""Two pieces of work at once, without chance: the second one is begun until it waits for the first."""

import asyncio
from collections.abc import Coroutine
from typing import Any

from sqlalchemy import text

from foyer_shared.storage.database import Database

_WAITING = text("""
    SELECT count(*) FROM pg_sleep(0.01), pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
""")


async def begin(database: Database, work: Coroutine[Any, Any, Any]) -> asyncio.Task[Any]:
    """Until it waits for a lock, or is done."""
    task = asyncio.create_task(work)
    while not task.done() and not await _somebody_waits(database):
        pass
    return task


async def _somebody_waits(database: Database) -> bool:
    async with database.session() as session:
        return bool(await session.scalar(_WAITING))

"""Whose turn it is to do what one process alone may do."""

import contextlib
from collections.abc import AsyncIterator

from foyer_shared.storage.database import Database
from sqlalchemy import func, select


@contextlib.asynccontextmanager
async def alone_at(database: Database, what: str) -> AsyncIterator[bool]:
    """Whether nobody else is at it, for as long as this lasts. No transaction is open meanwhile: the lock is
    its connection's.
    """
    async with database.engine.connect() as plain:
        connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
        try:
            lock = func.pg_try_advisory_lock(func.hashtext(f"foyer {what}"))
            yield bool(await connection.scalar(select(lock)))
        finally:
            # Giving it back to the pool would keep the session's lock: it is closed for good.
            await plain.invalidate()

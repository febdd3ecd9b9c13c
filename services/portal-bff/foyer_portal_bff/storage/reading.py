"""Single reads without a transaction around them: no BEGIN and COMMIT travel for one statement."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from foyer_shared.storage.database import Database
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection


@asynccontextmanager
async def reading(database: Database) -> AsyncIterator[AsyncConnection]:
    """A connection on which each statement stands alone. For the reads of pages."""
    async with database.engine.connect() as connection:
        yield await connection.execution_options(isolation_level="AUTOCOMMIT")


async def select_one(connection: AsyncConnection) -> None:
    """The smallest question there is: whether the database answers."""
    await connection.execute(text("SELECT 1"))

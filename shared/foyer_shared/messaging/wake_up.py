"""Wakes the relay after a commit, wherever it runs; the relay polls anyway, so a lost call costs a second."""

import asyncio
import contextlib

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from foyer_shared.storage.database import Database

_QUIET = 0.02
"""Seconds in which further commits need no call of their own."""


def outbox_channel(database: Database) -> str:
    """The channel of LISTEN and NOTIFY for the service's outbox."""
    return f"foyer_outbox_{database.schema}"


class OutboxBell:
    """Rings after each commit with events: the relay in this process directly, one elsewhere by NOTIFY.

    NOTIFY takes a lock over the whole database at commit. So it is sent after the commit, in a transaction
    of its own, and one call stands for all commits of a moment. A process without a relay makes its own bell.
    """

    def __init__(self, database: Database) -> None:
        self.rung = asyncio.Event()
        self.relay_is_here = False
        self._database = database
        self._calling: asyncio.Task[None] | None = None
        self._again = False
        database.on_commit.append(self.ring)

    def ring(self) -> None:
        """There is something to send."""
        self.rung.set()
        if self.relay_is_here:
            return
        self._again = True
        if self._calling is None or self._calling.done():
            self._calling = asyncio.create_task(self._call(), name="outbox bell")

    async def stop(self) -> None:
        """Ring no more."""
        self._database.on_commit.remove(self.ring)
        if self._calling is not None:
            self._calling.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._calling

    async def _call(self) -> None:
        while self._again:
            self._again = False
            # The relay's polling makes good for a call that fails.
            with contextlib.suppress(SQLAlchemyError, OSError):
                async with self._database.session() as session:
                    await session.execute(
                        text("SELECT pg_notify(:channel, '')"), {"channel": outbox_channel(self._database)}
                    )
            await asyncio.sleep(_QUIET)

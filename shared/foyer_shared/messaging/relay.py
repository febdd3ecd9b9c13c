"""Sends what the outbox holds: one relay per service at a time, oldest first, each row until confirmed."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from typing import Any

import structlog
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from foyer_shared.basics.moments import wait_at_most
from foyer_shared.messaging.outbox import Outbox, as_message
from foyer_shared.messaging.transport import Publisher, TransportAway, Unconfirmed
from foyer_shared.messaging.wake_up import OutboxBell, outbox_channel
from foyer_shared.storage.database import Database

log = structlog.get_logger()

POLL = 1.0
"""Seconds between two looks. It is the guarantee; the bell only makes it quicker."""
LONGEST_GAP = 10.0
"""Seconds between two tries when the bus or the database is away for long."""
STATEMENT_TIMEOUT = 30
"""Seconds: a connection that answers nothing for so long is broken."""


class Relay:
    """Runs until stopped. While another process's relay is at work this one stands by."""

    def __init__(self, database: Database, transport: Publisher, *, poll: float = POLL) -> None:
        self._database = database
        self._service = database.service
        self._transport = transport
        self._poll = poll
        self._outbox = Outbox(database)
        self._bell = OutboxBell(database)
        self._stopping = asyncio.Event()
        self._ended = asyncio.Event()
        self._ended.set()

    async def run(self) -> None:
        """Send for ever; outages of the bus and of the database are waited out."""
        self._ended.clear()
        gap = self._poll
        try:
            while not self._stopping.is_set():
                try:
                    async with self._turn() as connection:
                        gap = self._poll
                        if connection is not None:
                            await self._send_for_ever(connection)
                except Exception as error:  # noqa: BLE001  The relay goes on whatever happens.
                    log.warning("relay_database_away", service=self._service, error=type(error).__name__)
                    await wait_at_most(self._stopping, gap)
                    gap = min(gap * 2, LONGEST_GAP)
        finally:
            await self._bell.stop()
            self._ended.set()

    async def stop(self) -> None:
        """Send what has committed until now, a batch at most, then return."""
        self._stopping.set()
        self._bell.rung.set()
        await self._ended.wait()

    @contextlib.asynccontextmanager
    async def _turn(self) -> AsyncIterator[AsyncConnection | None]:
        """Wait for the service's lock and hold it; None when told to stop before.

        The relay does everything over the connection that holds it: when it breaks, the lock is gone and
        no row is marked any more. What was published but not marked is sent again; the inbox drops it.
        """
        async with self._database.engine.connect() as plain:
            connection = await plain.execution_options(isolation_level="AUTOCOMMIT")
            try:
                lock = func.pg_try_advisory_lock(func.hashtext(f"foyer relay {self._database.schema}"))
                while not await connection.scalar(select(lock)):
                    await wait_at_most(self._stopping, self._poll)
                    if self._stopping.is_set():
                        yield None
                        return
                await self._listen(connection)
                self._bell.relay_is_here = True
                yield connection
            finally:
                self._bell.relay_is_here = False
                # Giving it back to the pool would keep the session's lock: it is closed for good.
                await plain.invalidate()

    async def _listen(self, connection: AsyncConnection) -> None:
        driver: Any = (await connection.get_raw_connection()).driver_connection
        await driver.add_listener(outbox_channel(self._database), lambda *_: self._bell.rung.set())

    async def _send_for_ever(self, connection: AsyncConnection) -> None:
        gap = self._poll
        while not self._stopping.is_set():
            if await self._send_all(connection):
                gap = self._poll
                await wait_at_most(self._bell.rung, self._poll)
                self._bell.rung.clear()
            else:
                await wait_at_most(self._stopping, gap)
                gap = min(gap * 2, LONGEST_GAP)
        await self._send_all(connection)

    async def _send_all(self, connection: AsyncConnection) -> bool:
        """One pass over all unsent rows; False when some of them have to be tried again.

        A pass goes on behind rows that were not confirmed, so that they hold up nobody.
        """
        position, all_went = 0, True
        while True:
            async with asyncio.timeout(STATEMENT_TIMEOUT):
                rows = await self._outbox.read(connection, after=position)
            if not rows:
                return all_went
            try:
                outcomes = await self._transport.publish([as_message(row) for row in rows])
            except TransportAway as error:
                log.warning("relay_bus_away", service=self._service, reason=str(error))
                return False
            async with asyncio.timeout(STATEMENT_TIMEOUT):
                await self._outbox.mark(connection, rows, outcomes)
            all_went = all_went and Unconfirmed() not in outcomes
            position = rows[-1].position
            if self._stopping.is_set():
                return all_went

"""One reader of the in-process transport: takes its rows in batches and settles each by its verdict."""

import asyncio
from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncConnection

from foyer_shared.basics.moments import wait_at_most
from foyer_shared.messaging import local_bus
from foyer_shared.messaging.patience import deliver_patiently
from foyer_shared.messaging.transport import (
    Dead,
    Deliver,
    Delivery,
    Done,
    Retry,
)

log = structlog.get_logger()

BATCH = 64
LONGEST_GAP = 10.0
"""Seconds between two tries while the bus's database is away for long."""


class LocalReader:
    """Reads from its making until it is stopped.

    A batch is locked by one transaction while it is handled. If the process dies, its rows are free at once;
    what had been committed comes again, and the inbox drops it.
    """

    def __init__(
        self,
        reader: str,
        bindings: Sequence[str],
        deliver: Deliver,
        open_bus: local_bus.OpenBus,
        *,
        delays: Sequence[float],
        poll: float,
        handlers_at_once: int,
    ) -> None:
        self.wake = asyncio.Event()
        self._reader = reader
        self._bindings = bindings
        self._is_bound = False
        self._deliver = deliver
        self._open_bus = open_bus
        self._delays = delays
        self._poll = poll
        self._slots = asyncio.Semaphore(handlers_at_once)
        self._stopping = asyncio.Event()
        self._task = asyncio.create_task(self._run(), name=f"reader {reader}")

    async def stop(self) -> None:
        """Take no more, and return when the running handlers have finished."""
        self._stopping.set()
        self.wake.set()
        await self._task

    async def _run(self) -> None:
        gap = self._poll
        while not self._stopping.is_set():
            self.wake.clear()
            try:
                count = await self._handle_batch()
            except Exception as error:  # noqa: BLE001  A reader goes on whatever happens.
                log.warning("reader_bus_away", reader=self._reader, error=type(error).__name__)
                await wait_at_most(self._stopping, gap)
                gap = min(gap * 2, LONGEST_GAP)
                continue
            gap = self._poll
            if count < BATCH:
                await wait_at_most(self.wake, self._poll)

    async def _handle_batch(self) -> int:
        async with self._open_bus() as connection:
            if not self._is_bound:
                await local_bus.bind(connection, self._reader, self._bindings)
            rows = await local_bus.take(connection, self._reader, BATCH)
            if rows:
                verdicts = await asyncio.gather(*(self._handle(row) for row in rows))
                await self._settle(connection, rows, verdicts)
        self._is_bound = True
        return len(rows)

    async def _handle(self, row: Row[Any]) -> Done | Retry | Dead | None:
        delivery = Delivery(local_bus.as_message(row), row.attempts + 1)
        async with self._slots:
            return await deliver_patiently(self._deliver, delivery, self._stopping)

    async def _settle(
        self,
        connection: AsyncConnection,
        rows: Sequence[Row[Any]],
        verdicts: Sequence[Done | Retry | Dead | None],
    ) -> None:
        done: list[int] = []
        for row, verdict in zip(rows, verdicts, strict=True):
            match verdict:
                case Done():
                    done.append(row.position)
                case Retry():
                    delay = self._delays[min(row.attempts, len(self._delays) - 1)]
                    await local_bus.hide(connection, row.position, delay)
                    asyncio.get_running_loop().call_later(delay, self.wake.set)
                case Dead(reason):
                    await local_bus.bury(connection, row.position, reason)
                case None:
                    pass  # Told to stop before it was handled: it stays as it was.
        if done:
            await local_bus.remove(connection, done)

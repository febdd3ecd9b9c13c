"""How it is with a service's outbox, queue and database, looked up whenever Prometheus asks.

Whoever looks sees the same: also the api processes, and the worker whose relay stands by while another's
holds the lock. So these gauges are read with `max by (service)`, where counters are summed.
"""

import asyncio

import structlog
from sqlalchemy import func, select
from sqlalchemy.pool import QueuePool

from foyer_shared.messaging import metrics
from foyer_shared.messaging.transport import UNROUTABLE, Transport
from foyer_shared.storage.database import Database

log: structlog.stdlib.BoundLogger = structlog.get_logger()

PATIENCE = 2
"""Seconds until what does not answer counts as away; Prometheus itself waits for ten."""

_watches: set["Watch"] = set()


async def look_everywhere() -> None:
    """Of all services in this process, as its measurements are those of all."""
    await asyncio.gather(*(watch.look() for watch in _watches))


class Watch:
    """Looks for one service, from `begin` to `end`. What cannot be looked up keeps what it was last."""

    def __init__(self, service: str, database: Database, transport: Transport) -> None:
        self._service = service
        self._database = database
        self._transport = transport

    def begin(self) -> None:
        """Look whenever somebody asks."""
        _watches.add(self)

    def end(self) -> None:
        """Look no more; twice does no harm."""
        _watches.discard(self)

    async def look(self) -> None:
        """At both, side by side."""
        await asyncio.gather(self._look_at_database(), self._look_at_bus())

    async def _look_at_database(self) -> None:
        pool = self._database.engine.pool
        if isinstance(pool, QueuePool):
            metrics.database_pool_in_use.labels(self._service).set(pool.checkedout())
            metrics.database_pool_size.labels(self._service).set(pool.size())
        up = metrics.database_up.labels(self._service)
        try:
            async with asyncio.timeout(PATIENCE):
                await self._read_outbox()
        except Exception as error:  # noqa: BLE001  Whatever it is, the database does not answer.
            log.debug("watch_database_away", service=self._service, error=type(error).__name__)
            up.set(0)
        else:
            up.set(1)

    async def _read_outbox(self) -> None:
        outbox = self._database.tables.outbox
        unsent = outbox.c.sent_at.is_(None) & outbox.c.set_aside.is_(None)
        oldest = select(outbox.c.recorded_at).where(unsent).order_by(outbox.c.position).limit(1)
        query = select(
            select(func.count()).select_from(outbox).where(unsent).scalar_subquery(),
            func.extract("epoch", func.now() - oldest.scalar_subquery()),
            select(func.count()).select_from(outbox).where(outbox.c.set_aside.is_not(None)).scalar_subquery(),
        )
        async with self._database.session() as session:
            waiting, age, set_aside = (await session.execute(query)).one()
        metrics.outbox_waiting.labels(self._service).set(waiting)
        metrics.outbox_oldest_seconds.labels(self._service).set(age or 0)
        metrics.outbox_set_aside_rows.labels(self._service).set(set_aside)

    async def _look_at_bus(self) -> None:
        up = metrics.bus_up.labels(self._service)
        try:
            async with asyncio.timeout(PATIENCE):
                own = await self._transport.backlog(self._service)
                unroutable = await self._transport.backlog(UNROUTABLE)
        except Exception as error:  # noqa: BLE001  Whatever it is, the bus does not answer.
            log.debug("watch_bus_away", service=self._service, error=type(error).__name__)
            up.set(0)
        else:
            up.set(1)
            metrics.queue_waiting.labels(self._service).set(own.waiting)
            metrics.dead_letters.labels(self._service).set(own.dead)
            metrics.dead_letters.labels(UNROUTABLE).set(unroutable.dead)

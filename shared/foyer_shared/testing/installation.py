"""Several services on one database and one bus, in the process of a test."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import text

from foyer_shared.contracts.envelope import Event
from foyer_shared.messaging.consumer import Consumer
from foyer_shared.messaging.handlers import Handler
from foyer_shared.messaging.outbox import count_unsent
from foyer_shared.messaging.relay import Relay
from foyer_shared.messaging.transport import Transport, TransportAway
from foyer_shared.storage.database import Database
from foyer_shared.testing.messaging import eventually

TRIES = 6


@dataclass
class Installation:
    """The services' databases and workers; `settle` lets everything arrive that was announced."""

    url: str
    transport: Transport
    handlers: Mapping[str, Mapping[type[Event], Handler]]
    databases: dict[str, Database]
    _relays: list[tuple[Relay, asyncio.Task[None]]] = field(default_factory=list)

    async def start(self) -> None:
        """All workers: relays and consumers."""
        consumers = [
            Consumer(name, database, self.handlers[name], self.transport)
            for name, database in self.databases.items()
        ]
        for consumer in consumers:
            await self._declare(consumer)
        for consumer in consumers:
            await consumer.start()
        for database in self.databases.values():
            relay = Relay(database, self.transport, poll=0.05)
            self._relays.append((relay, asyncio.create_task(relay.run())))

    async def _declare(self, consumer: Consumer) -> None:
        """Tried again as workers do: on a busy machine the database answers late."""
        for left in reversed(range(TRIES)):
            try:
                await self.transport.declare(consumer.reader, consumer.bindings)
            except TransportAway:
                if not left:
                    raise
            else:
                break

    async def stop(self) -> None:
        """End the workers; what was announced stays in the outboxes, what was sent in the queues."""
        for relay, task in self._relays:
            await relay.stop()
            await task
        self._relays.clear()
        await asyncio.gather(*map(self.transport.stop_consuming, self.handlers))

    async def settle(self) -> None:
        """Wait until outboxes and queues are empty, twice in a row, for an event may cause another."""
        for _ in range(2):
            await eventually(self._is_quiet)

    async def _is_quiet(self) -> bool:
        unsent = [await count_unsent(database) for database in self.databases.values()]
        waiting = [(await self.transport.backlog(name)).waiting for name in self.handlers]
        return not any(unsent + waiting)

    async def sql(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        """Do something to the tables that no service would."""
        async with next(iter(self.databases.values())).session() as session:
            result = await session.execute(text(statement), values)
            return [dict(row) for row in result.mappings()] if result.returns_rows else []  # type: ignore[attr-defined]

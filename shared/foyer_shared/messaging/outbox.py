"""The relay's view of a service's outbox: what is unsent, and what became of it."""

from collections.abc import Sequence
from typing import Any

import structlog
from sqlalchemy import Row, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from foyer_shared.messaging import metrics
from foyer_shared.messaging.transport import Confirmed, Message, Outcome, Refused
from foyer_shared.storage.database import Database

log = structlog.get_logger()

BATCH = 200


class Outbox:
    """Reads and marks rows; each statement is its own transaction on the relay's connection."""

    def __init__(self, database: Database) -> None:
        self._service = database.service
        self._table = database.tables.outbox
        columns = self._table.c
        self._unsent = columns.sent_at.is_(None) & columns.set_aside.is_(None)

    async def read(self, connection: AsyncConnection, *, after: int) -> Sequence[Row[Any]]:
        """The next batch behind a position, oldest first."""
        columns = self._table.c
        query = select(self._table).where(self._unsent, columns.position > after)
        return (await connection.execute(query.order_by(columns.position).limit(BATCH))).all()

    async def mark(
        self, connection: AsyncConnection, rows: Sequence[Row[Any]], outcomes: Sequence[Outcome]
    ) -> None:
        """Note what became of each row; one that is refused for itself is set aside and reported."""
        by_outcome: dict[Outcome, list[int]] = {}
        for row, outcome in zip(rows, outcomes, strict=True):
            by_outcome.setdefault(outcome, []).append(row.position)
        for outcome, positions in by_outcome.items():
            change: dict[str, Any] = {"attempts": self._table.c.attempts + 1}
            match outcome:
                case Confirmed():
                    change["sent_at"] = func.now()
                case Refused(reason):
                    change["set_aside"] = reason
                    metrics.outbox_set_aside.labels(self._service).inc(len(positions))
                    log.error("outbox_set_aside", service=self._service, positions=positions, reason=reason)
            await connection.execute(
                update(self._table).where(self._table.c.position.in_(positions)).values(change)
            )


def as_message(row: Row[Any]) -> Message:
    """The message that an outbox row stands for."""
    return Message(row.message_id, row.routing_key, row.body, row.headers)


async def count_unsent(database: Database) -> int:
    """How many events the bus has not confirmed, without those set aside."""
    outbox = database.tables.outbox
    unsent = outbox.c.sent_at.is_(None) & outbox.c.set_aside.is_(None)
    async with database.session() as session:
        return (await session.execute(select(func.count()).where(unsent))).scalar_one()

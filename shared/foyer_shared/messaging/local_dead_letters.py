"""The dead letters of the in-process transport: rows that have a reason for being dead."""

import contextlib
import sys
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy import ColumnElement, Row, delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from foyer_shared.messaging import local_bus
from foyer_shared.messaging.local_bus import local_bus as bus
from foyer_shared.messaging.transport import UNROUTABLE, DeadLetter, NoSuchDeadLetter


class LocalDeadLetters:
    """List, show, replay and drop, by reader and message."""

    def __init__(self, open_bus: local_bus.OpenBus, wake: Callable[[str], None]) -> None:
        self._open_bus = open_bus
        self._wake = wake

    async def list_dead(self, reader: str, *, limit: int = 100) -> list[DeadLetter]:
        """The oldest first; they stay where they are."""
        query = select(bus).where(_dead(reader)).order_by(bus.c.position).limit(limit)
        async with self._open_bus() as connection:
            return [_as_dead_letter(row) for row in await connection.execute(query)]

    async def show(self, reader: str, message_id: str) -> DeadLetter:
        """One of them; raises NoSuchDeadLetter."""
        query = select(bus).where(_dead(reader), bus.c.message_id == message_id)
        async with self._open_bus() as connection:
            return _as_dead_letter(_found((await connection.execute(query)).first(), message_id))

    async def replay(self, reader: str, message_id: str) -> None:
        """Put it back with all its tries; raises NoSuchDeadLetter."""
        async with self._open_bus() as connection:
            message = local_bus.as_message(await self._take(connection, reader, message_id))
            if reader == UNROUTABLE:
                readers = await local_bus.insert_for_readers(connection, [message])
            else:
                readers = await local_bus.insert_for_one(connection, reader, message)
        for each in readers:
            self._wake(each)

    async def replay_all(self, reader: str, wanted: Callable[[DeadLetter], bool]) -> AsyncIterator[int]:
        """Put back those of now that are wanted; yields how many after each batch of them."""
        for letter in await self.list_dead(reader, limit=sys.maxsize):
            # Another operator may have been quicker with one of them.
            with contextlib.suppress(NoSuchDeadLetter):
                if wanted(letter):
                    await self.replay(reader, letter.message.id)
                    yield 1

    async def drop(self, reader: str, message_id: str) -> None:
        """Throw it away; raises NoSuchDeadLetter."""
        async with self._open_bus() as connection:
            await self._take(connection, reader, message_id)

    async def _take(self, connection: AsyncConnection, reader: str, message_id: str) -> Row[Any]:
        taken = delete(bus).where(_dead(reader), bus.c.message_id == message_id).returning(bus)
        return _found((await connection.execute(taken)).first(), message_id)


def _dead(reader: str) -> ColumnElement[bool]:
    return (bus.c.reader == reader) & bus.c.dead_reason.is_not(None)


def _found(row: Row[Any] | None, message_id: str) -> Row[Any]:
    if row is None:
        raise NoSuchDeadLetter(message_id)
    return row


def _as_dead_letter(row: Row[Any]) -> DeadLetter:
    return DeadLetter(local_bus.as_message(row), row.dead_reason, row.attempts, row.visible_at)

"""The tables of the in-process transport: who reads what, and one row per message and reader."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    Table,
    Text,
    delete,
    func,
    select,
    text,
    update,
)
from sqlalchemy.dialects.postgresql import JSONB, insert
from sqlalchemy.ext.asyncio import AsyncConnection

from foyer_shared.messaging.topics import matches
from foyer_shared.messaging.transport import UNROUTABLE, Backlog, Message

OpenBus = Callable[[], AbstractAsyncContextManager[AsyncConnection]]
"""Opens one transaction on the bus's tables; raises TransportAway when the database is away."""

_metadata = MetaData(schema="bus")

local_bus = Table(
    "local_bus",
    _metadata,
    Column("position", BigInteger, Identity(always=True), primary_key=True),
    Column("reader", Text, nullable=False),
    Column("message_id", Text, nullable=False),
    Column("routing_key", Text, nullable=False),
    Column("body", LargeBinary, nullable=False),
    Column("headers", JSONB, nullable=False),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("visible_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("dead_reason", Text, comment="Why the reader gave up; null while it has not"),
    Column("recorded_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
_bus = local_bus.c
Index("ix_local_bus_waiting", _bus.reader, _bus.position, postgresql_where=_bus.dead_reason.is_(None))
Index("ix_local_bus_dead", _bus.reader, _bus.message_id, postgresql_where=_bus.dead_reason.is_not(None))

local_bindings = Table(
    "local_bindings",
    _metadata,
    Column("reader", Text, primary_key=True),
    Column("pattern", Text, primary_key=True),
)


async def create_tables(connection: AsyncConnection) -> None:
    """Make what is missing. Processes that start together take turns."""
    await connection.execute(select(func.pg_advisory_xact_lock(func.hashtext("foyer local bus"))))
    await connection.execute(text("CREATE SCHEMA IF NOT EXISTS bus"))
    await connection.run_sync(_metadata.create_all)


async def bind(connection: AsyncConnection, reader: str, patterns: Iterable[str]) -> None:
    """Keep messages for the reader from now on."""
    rows = [{"reader": reader, "pattern": pattern} for pattern in patterns]
    if rows:
        await connection.execute(insert(local_bindings).on_conflict_do_nothing(), rows)


async def insert_for_readers(connection: AsyncConnection, messages: Sequence[Message]) -> set[str]:
    """A row for each reader that has bound a matching pattern; the readers that got some."""
    bindings = (await connection.execute(select(local_bindings))).all()
    rows: list[dict[str, Any]] = []
    for message in messages:
        readers = {bound.reader for bound in bindings if matches(bound.pattern, message.routing_key)}
        rows += [_row(reader, message) for reader in sorted(readers)]
        if not readers:
            rows.append(_row(UNROUTABLE, message, dead_reason="unroutable"))
    if rows:
        await connection.execute(local_bus.insert(), rows)
    return {row["reader"] for row in rows}


async def insert_for_one(connection: AsyncConnection, reader: str, message: Message) -> set[str]:
    """A row for this reader, whatever it has bound."""
    await connection.execute(local_bus.insert(), [_row(reader, message)])
    return {reader}


def _row(reader: str, message: Message, *, dead_reason: str | None = None) -> dict[str, Any]:
    return {
        "reader": reader,
        "message_id": message.id,
        "routing_key": message.routing_key,
        "body": message.body,
        "headers": dict(message.headers),
        "dead_reason": dead_reason,
    }


def as_message(row: Row[Any]) -> Message:
    """The message in a row."""
    return Message(row.message_id, row.routing_key, row.body, row.headers)


async def take(connection: AsyncConnection, reader: str, limit: int) -> Sequence[Row[Any]]:
    """The oldest visible rows, locked until the transaction ends; another process skips them."""
    query = (
        select(local_bus)
        .where(_bus.reader == reader, _bus.dead_reason.is_(None), _bus.visible_at <= func.now())
        .order_by(_bus.position)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await connection.execute(query)).all()


async def take_unread(connection: AsyncConnection, limit: int) -> Sequence[Row[Any]]:
    """The oldest rows of all readers that none of them has given up on, locked likewise."""
    query = (
        select(local_bus)
        .where(_bus.dead_reason.is_(None))
        .order_by(_bus.position)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await connection.execute(query)).all()


async def remove(connection: AsyncConnection, positions: Sequence[int]) -> None:
    """They are done."""
    await connection.execute(delete(local_bus).where(_bus.position.in_(positions)))


async def hide(connection: AsyncConnection, position: int, seconds: float) -> None:
    """A try has failed: bring it again after the delay."""
    visible_at = func.clock_timestamp() + func.make_interval(0, 0, 0, 0, 0, 0, seconds)
    await connection.execute(
        update(local_bus)
        .where(_bus.position == position)
        .values(attempts=_bus.attempts + 1, visible_at=visible_at)
    )


async def bury(connection: AsyncConnection, position: int, reason: str) -> None:
    """The reader gave up."""
    await connection.execute(
        update(local_bus)
        .where(_bus.position == position)
        .values(attempts=_bus.attempts + 1, dead_reason=reason, visible_at=func.clock_timestamp())
    )


async def count(connection: AsyncConnection, reader: str) -> Backlog:
    """How many rows wait, and how many are dead."""
    query = select(
        func.count().filter(_bus.dead_reason.is_(None)), func.count().filter(_bus.dead_reason.is_not(None))
    ).where(_bus.reader == reader)
    waiting, dead = (await connection.execute(query)).one()
    return Backlog(waiting, dead)

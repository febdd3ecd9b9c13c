"""What must always hold across the services, once everything that was announced has been handled."""

from dataclasses import dataclass, field
from typing import Any

from foyer_shared.messaging.transport import UNROUTABLE, Transport
from sqlalchemy import NullPool, make_url
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine

from foyer_operator.invariant_queries.books import BOOKS
from foyer_operator.invariant_queries.copies import COPIES_EQUAL_OWNER
from foyer_operator.invariant_queries.documents import NUMBERS_ARE_GAPLESS, ORDERS_STAND_AS_THEIR_INVOICES
from foyer_operator.invariant_queries.events import EVENTS_ARE_SENT, EVENTS_ARRIVE
from foyer_operator.invariant_queries.holdings import ENTITLEMENTS_HAVE_A_CAUSE, PERIODS_DO_NOT_OVERLAP
from foyer_operator.invariant_queries.invariant import Invariant
from foyer_operator.invariant_queries.pauses import (
    A_PAUSE_HAS_ONE_HISTORY_LINE,
    A_PAUSE_HAS_ONE_MAIL,
    A_PAUSE_IS_TOLD_ONCE,
)

INVARIANTS: tuple[Invariant, ...] = (
    EVENTS_ARE_SENT,
    EVENTS_ARRIVE,
    A_PAUSE_IS_TOLD_ONCE,
    A_PAUSE_HAS_ONE_MAIL,
    A_PAUSE_HAS_ONE_HISTORY_LINE,
    COPIES_EQUAL_OWNER,
    *BOOKS,
    ORDERS_STAND_AS_THEIR_INVOICES,
    NUMBERS_ARE_GAPLESS,
    PERIODS_DO_NOT_OVERLAP,
    ENTITLEMENTS_HAVE_A_CAUSE,
)

_ALL_DEAD_LETTERS = 1_000_000


@dataclass(frozen=True, slots=True)
class Broken:
    """An invariant that does not hold, and the rows that show it."""

    name: str
    rows: list[dict[str, Any]] = field(hash=False)


async def broken_invariants(database_url: str, transport: Transport) -> list[Broken]:
    """What does not hold now; empty when all is well. What is still on its way counts as not arrived.

    All queries see one and the same moment. Raises TransportAway when dead letters have to be looked at and
    the bus does not answer, and what SQLAlchemy raises when the database does not.
    """
    engine = create_async_engine(
        make_url(database_url).set(drivername="postgresql+asyncpg"),
        poolclass=NullPool,
        connect_args={"timeout": 5, "server_settings": {"application_name": "foyer operator"}},
    )
    try:
        async with engine.connect() as plain:
            connection = await plain.execution_options(
                isolation_level="REPEATABLE READ", postgresql_readonly=True
            )
            found = [Broken(each.name, await _rows(connection, each)) for each in INVARIANTS]
    finally:
        await engine.dispose()
    judged = [await _without_parked(each, transport) for each in found]
    return [each for each in judged if each.rows]


async def _rows(connection: AsyncConnection, invariant: Invariant) -> list[dict[str, Any]]:
    return [dict(row) for row in (await connection.execute(invariant.query)).mappings()]


async def _without_parked(broken: Broken, transport: Transport) -> Broken:
    """An event that lies with its reader's dead letters, or with the unroutable ones, is not lost."""
    if broken.name != EVENTS_ARRIVE.name or not broken.rows:
        return broken
    readers = {row["reader"] for row in broken.rows}
    parked = {
        (reader, letter.message.id)
        for reader in (*sorted(readers), UNROUTABLE)
        for letter in await transport.dead_letters.list_dead(reader, limit=_ALL_DEAD_LETTERS)
    }
    lost = [
        row for row in broken.rows if not parked & {(row["reader"], row["event"]), (UNROUTABLE, row["event"])}
    ]
    return Broken(broken.name, lost)

"""What a service still has to do by itself: events on their way to it and from it, and open transactions."""

from dataclasses import dataclass

from sqlalchemy import func, literal_column, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_shared.messaging.transport import Transport
from foyer_shared.storage.database import Database

_AT_WORK = text("""
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND application_name = current_setting('application_name')
      AND pid <> pg_backend_pid() AND xact_start IS NOT NULL
""")
"""Whose handler or job is in the middle of something, in whichever process: its message is in no queue."""


@dataclass(frozen=True, slots=True)
class Traffic:
    """`last_event` counts up with every event: when two looks find all services without work and this as it
    was, nothing was on its way between them.
    """

    last_event: int
    unsent: int
    queued: int
    at_work: int


async def look_at_traffic(session: AsyncSession, database: Database, transport: Transport) -> Traffic:
    """Of the session's service, whichever of its processes looks. Raises TransportAway."""
    outbox = database.tables.outbox
    queued = (await transport.backlog(database.service)).waiting
    unsent = outbox.c.sent_at.is_(None) & outbox.c.set_aside.is_(None)
    last, waiting = (
        await session.execute(
            select(
                func.coalesce(select(func.max(outbox.c.position)).scalar_subquery(), literal_column("0")),
                select(func.count()).select_from(outbox).where(unsent).scalar_subquery(),
            )
        )
    ).one()
    at_work = (await session.execute(_AT_WORK)).scalar_one()
    return Traffic(last_event=last, unsent=waiting, queued=queued, at_work=at_work)

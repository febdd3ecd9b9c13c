"""What the plumbing forgets, and when: each function is a job that returns how many rows it has deleted."""

from datetime import timedelta

from sqlalchemy import Column, Table, delete, func, select, tuple_

from foyer_shared.storage.database import Database

SENT_KEPT = timedelta(days=7)
"""Long enough to replay a week from the outbox."""
INBOX_KEPT = timedelta(days=30)
"""Longer than any replay, or an old event would take effect twice."""
IDEMPOTENCY_KEPT = timedelta(hours=24)

BATCH = 1000
"""Rows in one transaction, so that few are locked; the job runs again while there is more."""


async def forget_sent_events(database: Database) -> int:
    """Delete outbox rows that were sent 7 days ago; unsent ones and those set aside stay."""
    outbox = database.tables.outbox
    return await _forget(database, outbox, outbox.c.sent_at, SENT_KEPT)


async def forget_received_events(database: Database) -> int:
    """Delete inbox rows of 30 days ago."""
    inbox = database.tables.inbox
    return await _forget(database, inbox, inbox.c.received_at, INBOX_KEPT)


async def forget_idempotency_keys(database: Database) -> int:
    """Delete keys of 24 hours ago, with the answers stored by them."""
    keys = database.tables.idempotency
    return await _forget(database, keys, keys.c.recorded_at, IDEMPOTENCY_KEPT)


async def _forget(database: Database, table: Table, since: Column[object], kept: timedelta) -> int:
    key = list(table.primary_key)
    old = select(*key).where(since < func.now() - kept).limit(BATCH).with_for_update(skip_locked=True)
    async with database.session() as session:
        gone = await session.execute(delete(table).where(tuple_(*key).in_(old)).returning(key[0]))
        return len(gone.all())

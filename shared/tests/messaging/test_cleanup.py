"""What the plumbing forgets, to the day."""

from datetime import timedelta

from foyer_shared.storage.cleanup import (
    BATCH,
    forget_idempotency_keys,
    forget_received_events,
    forget_sent_events,
)
from foyer_shared.storage.database import Database
from sqlalchemy import func, select

MINUTE = timedelta(minutes=1)


async def test_sent_events_are_kept_seven_days_and_unsent_ones_for_ever(database: Database) -> None:
    week, outbox = timedelta(days=7), database.tables.outbox
    row = {"routing_key": "a.b.c", "body": b"{}", "headers": {}}
    async with database.session() as session:
        for name, age in {"old": week + MINUTE, "young": week - MINUTE}.items():
            values = {**row, "message_id": name, "sent_at": func.now() - age}
            await session.execute(outbox.insert().values(values))
        unsent = {**row, "message_id": "unsent", "recorded_at": func.now() - week * 9}
        await session.execute(outbox.insert().values(unsent))

    assert await forget_sent_events(database) == 1
    assert await forget_sent_events(database) == 0

    async with database.session() as session:
        assert set(await session.scalars(select(outbox.c.message_id))) == {"young", "unsent"}


async def test_received_events_are_kept_thirty_days(database: Database) -> None:
    month, inbox = timedelta(days=30), database.tables.inbox
    async with database.session() as session:
        for name, age in {"old": month + MINUTE, "young": month - MINUTE}.items():
            values = {"message_id": name, "reader": "billing", "received_at": func.now() - age}
            await session.execute(inbox.insert().values(values))

    assert await forget_received_events(database) == 1

    async with database.session() as session:
        assert list(await session.scalars(select(inbox.c.message_id))) == ["young"]


async def test_idempotency_keys_are_kept_a_day(database: Database) -> None:
    day, keys = timedelta(days=1), database.tables.idempotency
    async with database.session() as session:
        for name, age in {"old": day + MINUTE, "young": day - MINUTE}.items():
            values = {"business_id": "biz_1", "actor": "key:1", "key": name, "fingerprint": "f"}
            await session.execute(keys.insert().values({**values, "recorded_at": func.now() - age}))

    assert await forget_idempotency_keys(database) == 1

    async with database.session() as session:
        assert list(await session.scalars(select(keys.c.key))) == ["young"]


async def test_a_run_deletes_one_batch(database: Database) -> None:
    inbox, ago = database.tables.inbox, func.now() - timedelta(days=31)
    rows = [{"message_id": f"evt_{number}", "reader": "billing"} for number in range(BATCH + 1)]
    async with database.session() as session:
        await session.execute(inbox.insert(), rows)
        await session.execute(inbox.update().values(received_at=ago))

    assert [await forget_received_events(database) for _ in range(3)] == [BATCH, 1, 0]

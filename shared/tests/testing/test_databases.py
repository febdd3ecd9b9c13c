"""The databases that tests are given."""

from foyer_shared.storage.rows import service_metadata
from foyer_shared.testing.plugin import MakeDatabase
from sqlalchemy import func, insert, select


async def test_each_call_gives_a_fresh_database(make_database: MakeDatabase) -> None:
    metadata = service_metadata("example")
    first, second = await make_database(metadata), await make_database(metadata)
    inbox = first.tables.inbox
    async with first.session() as session:
        await session.execute(insert(inbox).values(message_id="evt_1", reader="example"))

    counts = []
    for database in (first, second):
        async with database.session() as session:
            counts.append(await session.scalar(select(func.count()).select_from(inbox)))

    assert counts == [1, 0]

"""What a test sees of the outbox."""

from sqlalchemy import select

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.database import Database


async def announced(database: Database) -> list[Envelope]:
    """Every event that has committed, in order, sent or not."""
    outbox = database.tables.outbox
    async with database.session() as session:
        bodies = await session.scalars(select(outbox.c.body).order_by(outbox.c.position))
        return [Envelope.model_validate_json(body) for body in bodies]

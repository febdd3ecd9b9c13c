"""Deletes the webhooks that were looked into long ago."""

from datetime import timedelta

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_payments.storage.notices import Notices

KEPT = timedelta(days=30)
"""Longer than any provider sends the same webhook again."""

BATCH = 500


async def forget_notices(database: Database) -> int:
    """How many."""
    async with database.session() as session:
        return await Notices(session).forget_closed_for_everyone(real_now() - KEPT, limit=BATCH)

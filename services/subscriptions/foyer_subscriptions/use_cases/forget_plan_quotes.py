"""The job that drops quotes of changes that nothing can come of any more."""

from datetime import timedelta

from foyer_shared.storage.cleanup import BATCH
from foyer_shared.storage.database import Database

from foyer_subscriptions.storage.quotes import Quotes

QUOTES_KEPT = timedelta(days=7)
"""Long enough to say that one was used or is too old; a change that came of it has terms of its own."""


async def forget_plan_quotes(database: Database) -> int:
    """One batch of those made so long ago, used or not; how many went."""
    async with database.session() as session:
        return await Quotes(session).forget_for_everyone(QUOTES_KEPT, limit=BATCH)

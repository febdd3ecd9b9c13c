"""The job that drops tax quotes that nothing can come of any more."""

from datetime import timedelta

from foyer_shared.storage.cleanup import BATCH, INBOX_KEPT
from foyer_shared.storage.database import Database

from foyer_invoicing.storage.tax_quotes import TaxQuotes

QUOTES_KEPT: timedelta = INBOX_KEPT
"""Longer than the event that uses one can be under way, and long enough to say that it was used."""


async def forget_tax_quotes(database: Database) -> int:
    """One batch of those made so long ago, used or not: an invoice has lines of its own. How many went."""
    async with database.session() as session:
        return await TaxQuotes(session).forget_for_everyone(QUOTES_KEPT, limit=BATCH)

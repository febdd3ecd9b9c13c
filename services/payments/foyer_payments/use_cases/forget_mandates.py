"""Empties the mandates of anonymised customers whose time is over."""

from datetime import datetime

from foyer_shared.storage.database import Database

from foyer_payments.storage.mandates import Mandates

BATCH = 500


async def forget_mandates(database: Database, now: datetime) -> int:
    """How many. Several processes may do this at once; the real clock says when, as the law's does."""
    async with database.session() as session:
        return await Mandates(session).forget_due_for_everyone(now, limit=BATCH)

"""Reads what a customer did, and what was done for them."""

from datetime import datetime

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.history import HistoryEntry
from foyer_portal_bff.storage.history import History


async def read_history(
    database: Database,
    scope: Scope,
    *,
    subject: str | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int,
) -> list[HistoryEntry]:
    """The newest lines of the scope's customer, before (moment, event id), of one subject or of all."""
    async with database.session() as session:
        return await History(session).list_page(scope, subject=subject, before=before, limit=limit)

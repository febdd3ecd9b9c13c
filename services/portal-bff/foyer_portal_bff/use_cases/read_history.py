"""Reads what a customer did, and what was done for them."""

from datetime import datetime

from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.portal import OWNER as PORTAL
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.history import HistoryEntry
from foyer_portal_bff.domain.roles import areas_to_read
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.history import history_page
from foyer_portal_bff.storage.reading import reading


async def read_history(
    database: Database,
    who: SignedIn,
    *,
    subject: str | None = None,
    before: tuple[datetime, str] | None = None,
    limit: int,
) -> list[HistoryEntry]:
    """The newest lines of the customer, before (moment, event id), of one subject or of all; only of areas
    that the login's role may read, and of the portal itself.
    """
    async with reading(database) as connection:
        return await history_page(
            connection,
            Scope(who.business.id, who.customer_id),
            services=(*areas_to_read(who.scopes), PORTAL),
            subject=subject,
            before=before,
            limit=limit,
        )

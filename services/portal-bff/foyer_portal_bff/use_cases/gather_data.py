"""Gathers all that is known of a customer, for the customer to take along."""

import asyncio
from typing import Any

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.domain.history import HistoryEntry
from foyer_portal_bff.domain.roles import AREAS
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.services import Services
from foyer_portal_bff.use_cases.list_declarations import list_declarations
from foyer_portal_bff.use_cases.read_history import read_history

MOST = 10_000
"""Of each kind; far more than anybody has."""


async def gather_data(
    database: Database, services: Services, who: SignedIn
) -> tuple[dict[str, Any], list[HistoryEntry], list[Declaration]]:
    """Each service's part as it says it, by its name, and the portal's own: who did what when from where, and
    what was declared. Raises ServiceAway: half of it would look like all of it.
    """
    caller = customer_caller(who)
    parts = await asyncio.gather(
        *(services.doors[area].get("/customer/export", caller=caller) for area in AREAS)
    )
    history = await read_history(database, who, limit=MOST)
    declarations = await list_declarations(database, who, limit=MOST)
    return dict(zip(AREAS, parts, strict=True)), history, declarations

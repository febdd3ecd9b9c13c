"""Finds what was declared of a subscription last."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.declarations import Declarations


async def find_latest_declaration(
    database: Database, who: SignedIn, subscription_id: str
) -> Declaration | None:
    """None when nothing was."""
    async with database.session() as session:
        scope = Scope(who.business.id, who.customer_id)
        return await Declarations(session).latest(scope, subscription_id)

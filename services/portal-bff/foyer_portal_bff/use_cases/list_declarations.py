"""Lists what a customer has declared."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.declarations import Declarations


async def list_declarations(
    database: Database, who: SignedIn, *, limit: int, after: str | None = None
) -> list[Declaration]:
    """Newest first, from the one after `after`."""
    async with database.session() as session:
        scope = Scope(who.business.id, who.customer_id)
        return await Declarations(session).list_page(scope, limit=limit, after=after)

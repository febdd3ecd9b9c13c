"""Reads one declaration of a customer."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.declaration import Declaration
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.declarations import Declarations


async def read_declaration(database: Database, who: SignedIn, declaration_id: str) -> Declaration:
    """Raises DeclarationNotFound, also for another's."""
    async with database.session() as session:
        return await Declarations(session).get(Scope(who.business.id, who.customer_id), declaration_id)

"""Lists where a login is signed in."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.session import Session
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.sessions import Sessions


async def list_sessions(database: Database, who: SignedIn) -> list[Session]:
    """Its sessions that are not over, at whichever of its customers, the one last used first."""
    async with database.session() as session:
        return await Sessions(session).live_of_login(Scope(who.business.id), who.login.id, real_now())

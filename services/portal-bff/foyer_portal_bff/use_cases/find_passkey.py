"""Looks up one passkey of a login."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.passkey import Passkey
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.passkeys import Passkeys


async def find_passkey(database: Database, who: SignedIn, passkey_id: str) -> Passkey:
    """Raises `PasskeyNotFound`."""
    async with database.session() as session:
        return await Passkeys(session).get(Scope(who.business.id), who.login.id, passkey_id)

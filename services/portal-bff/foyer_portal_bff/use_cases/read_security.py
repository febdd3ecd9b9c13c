"""Reads how a login signs in, and where it is signed in."""

from dataclasses import dataclass

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.passkey import Passkey
from foyer_portal_bff.domain.session import Session
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.storage.passwords import Passwords
from foyer_portal_bff.storage.sessions import Sessions


@dataclass(frozen=True, slots=True)
class Security:
    """Its sessions that are not over, at whichever of its customers, the one last used first."""

    sessions: list[Session]
    has_password: bool
    passkeys: list[Passkey]


async def read_security(database: Database, who: SignedIn) -> Security:
    """Of the login, not of the customer it works for."""
    scope = Scope(who.business.id)
    async with database.session() as session:
        return Security(
            await Sessions(session).live_of_login(scope, who.login.id, real_now()),
            await Passwords(session).is_set(scope, who.login.id),
            await Passkeys(session).of_login(scope, who.login.id),
        )

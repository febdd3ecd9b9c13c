"""Finds out whose password a mailed link is to change."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.sign_in import LinkNotValid, Purpose
from foyer_portal_bff.storage.sign_ins import SignIns


async def find_password_reset(database: Database, scope: Scope, token: str) -> str:
    """The login's address, of a link that may be used up already; raises `LinkNotValid` for none of ours."""
    async with database.session() as session:
        attempt = await SignIns(session).of_link_for_update(scope, hash_token(token), Purpose.RESET_PASSWORD)
    if attempt is None or attempt.login_id is None:
        raise LinkNotValid("This link is not one of ours. Ask for a new one.")
    return attempt.email

"""Signs a login out on one of its devices."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.session import SessionNotFound
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.sessions import Sessions


async def end_one_session(work: Work, who: SignedIn, session_id: str) -> None:
    """Raises `SessionNotFound` for one that is over, and for another login's."""
    if not await Sessions(work.session).end_one(work.scope, who.login.id, session_id, work.now):
        raise SessionNotFound("You are not signed in there.")
    await Audit(work.session).add(own_audit(who, "end_session", session_id, work.now))

"""Signs a login out everywhere but here."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.sessions import Sessions


async def end_other_sessions(work: Work, who: SignedIn) -> int:
    """How many sessions ended."""
    ended = await Sessions(work.session).end_all(work.scope, who.login.id, work.now, but=who.session_id)
    await Audit(work.session).add(own_audit(who, "end_other_sessions", who.login.id, work.now))
    return ended

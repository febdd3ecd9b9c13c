"""Signs out: the session's token opens nothing from now on."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.sessions import Sessions


async def sign_out(work: Work, who: SignedIn) -> None:
    """End the session at hand; the login's others go on."""
    await Sessions(work.session).end(work.scope, who.session_id, work.now)
    await Audit(work.session).add(own_audit(who, "sign_out", who.session_id, work.now))

"""Lets a session work for another customer of its login."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.logins import Account, Logins
from foyer_portal_bff.storage.sessions import Sessions


async def switch_account(work: Work, who: SignedIn, customer_id: str) -> Account:
    """Raises `NotAMember` for a customer that the login has no live role for."""
    account = await Logins(work.session).account(work.scope, who.login.id, customer_id, work.now)
    await Sessions(work.session).work_for(work.scope, who.session_id, customer_id)
    await Audit(work.session).add(own_audit(who, "switch_account", customer_id, work.now))
    return account

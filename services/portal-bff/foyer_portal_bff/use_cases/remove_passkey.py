"""Takes a passkey from a login, with a fresh code from its own mail."""

from foyer_shared.contracts.portal import LoginPasskeyRemoved
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.use_cases.check_code import check_code
from foyer_portal_bff.use_cases.tell_customers import tell_customers


async def remove_passkey(work: Work, who: SignedIn, passkey_id: str, *, code: str, key: bytes) -> bool:
    """False when the code for this passkey does not do, because the count of wrong codes must commit. Raises
    `PasskeyNotFound`.
    """
    passkeys = Passkeys(work.session)
    passkey = await passkeys.get(work.scope, who.login.id, passkey_id)
    proved = await check_code(
        work, email=who.login.email, code=code, key=key, purpose=Purpose.PASSKEY, target=passkey_id
    )
    if proved != who.login.id:
        return False
    await passkeys.remove(passkey)
    event = LoginPasskeyRemoved(login_id=who.login.id)
    await tell_customers(work, who.login.id, event, request_id=who.request_id)
    await Audit(work.session).add(own_audit(who, "remove_passkey", passkey_id, work.now))
    return True

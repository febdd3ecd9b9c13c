"""Sets a login's password, with a fresh code from its own mail."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.check_code import check_code
from foyer_portal_bff.use_cases.put_password import put_password


async def set_password(work: Work, who: SignedIn, password_hash: str, *, code: str, key: bytes) -> bool:
    """False when the code does not do; it is an answer and no error, because the count of wrong codes must
    commit. The session at hand goes on.
    """
    proved = await check_code(work, email=who.login.email, code=code, key=key, purpose=Purpose.PASSWORD)
    if proved != who.login.id:
        return False
    await put_password(work, who.login.id, password_hash, request=who.request, but=who.session_id)
    return True

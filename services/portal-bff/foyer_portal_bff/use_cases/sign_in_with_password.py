"""Signs in with a password."""

from foyer_shared.basics.origin import Origin
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.password import PasswordNotValid
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.password_hashes import PasswordHashes
from foyer_portal_bff.storage.passwords import Passwords
from foyer_portal_bff.use_cases.open_session import OpenedSession, open_session


async def sign_in_with_password(
    database: Database,
    hashes: PasswordHashes,
    origin: Origin,
    *,
    email: str,
    password: str,
    request: RequestMark,
) -> OpenedSession:
    """Raises `PasswordNotValid`. Known address or not, the work is the same; no transaction is open during
    the dear part of it.
    """
    async with database.session() as session:
        kept = await Passwords(session).of_email(origin.scope, same_email(email))
    right = await hashes.verify(kept.hash if kept else None, password)
    if kept is None or not right:
        raise _refusal()
    newer = await hashes.renewed(kept.hash, password)
    async with database.work(origin) as work:
        if not await Passwords(work.session).renew(kept, newer):
            raise _refusal()
        opened = await open_session(work, login_id=kept.login_id, way="password", request=request)
        if opened is None:
            raise _refusal()
    return opened


def _refusal() -> PasswordNotValid:
    return PasswordNotValid("The address or the password is not right.", field="password")

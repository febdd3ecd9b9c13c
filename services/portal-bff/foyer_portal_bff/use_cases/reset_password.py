"""Changes a password by a mailed link, and signs in."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.sign_in import LinkNotValid, Purpose, use_link
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.sign_ins import SignIns
from foyer_portal_bff.use_cases.open_session import OpenedSession, open_session
from foyer_portal_bff.use_cases.put_password import put_password


async def reset_password(
    work: Work, token: str, password_hash: str, *, key: bytes, request: RequestMark
) -> OpenedSession:
    """Raises `LinkNotValid`. All sessions of before end."""
    sign_ins = SignIns(work.session)
    attempt = await sign_ins.of_link_for_update(work.scope, hash_token(token), Purpose.RESET_PASSWORD)
    if attempt is None or attempt.login_id is None:
        raise LinkNotValid("This link is not one of ours. Ask for a new one.")
    await sign_ins.save(use_link(attempt, token, key=key, now=work.now))
    await put_password(work, attempt.login_id, password_hash, request=request)
    opened = await open_session(work, login_id=attempt.login_id, way="link", request=request)
    if opened is None:
        raise LinkNotValid("There is no account behind this link any more.")
    return opened

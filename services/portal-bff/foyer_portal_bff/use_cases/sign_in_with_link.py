"""Signs in with the link of a mail, once its page was confirmed."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.session import hash_token
from foyer_portal_bff.domain.sign_in import LinkNotValid, use_link
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.storage.sign_ins import SignIns
from foyer_portal_bff.use_cases.open_session import OpenedSession, open_session


async def sign_in_with_link(
    work: Work, *, token: str, visitor: str | None = None, key: bytes, request: RequestMark
) -> OpenedSession:
    """`visitor` as for a code. Raises `LinkNotValid`."""
    sign_ins = SignIns(work.session)
    attempt = await sign_ins.of_link_for_update(work.scope, hash_token(token))
    if attempt is None or attempt.login_id is None:
        raise LinkNotValid("This link is not one of ours. Ask for a new one.")
    await sign_ins.save(use_link(attempt, token, visitor=visitor, key=key, now=work.now))
    opened = await open_session(work, login_id=attempt.login_id, way="link", request=request)
    if opened is None:
        raise LinkNotValid("There is no account behind this link any more.")
    return opened

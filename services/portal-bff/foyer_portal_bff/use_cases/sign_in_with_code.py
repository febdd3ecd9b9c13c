"""Signs in with the six digits of a mail."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.use_cases.check_code import check_code
from foyer_portal_bff.use_cases.open_session import OpenedSession, open_session


async def sign_in_with_code(
    work: Work, *, email: str, code: str, visitor: str | None = None, key: bytes, request: RequestMark
) -> OpenedSession | None:
    """None when the code does not do, as `check_code` says."""
    login_id = await check_code(work, email=email, code=code, visitor=visitor, key=key)
    return await open_session(work, login_id=login_id, way="code", request=request) if login_id else None

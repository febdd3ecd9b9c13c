"""Checks the six digits of an address's newest mail."""

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.sign_in import MOST_WRONG_CODES_IN_WINDOW, Purpose, try_code
from foyer_portal_bff.storage.sign_ins import SignIns


async def check_code(
    work: Work,
    *,
    email: str,
    code: str,
    visitor: str | None = None,
    key: bytes,
    purpose: Purpose = Purpose.SIGN_IN,
    target: str = "",
) -> str | None:
    """Whose login it proves. `visitor` is the secret of a browser's cookie; its second click counts too. None
    when the code is not the one of the address's newest mail for this purpose and target, or no longer valid.
    It is an answer and no error, because the count of wrong codes must commit.
    """
    email = same_email(email)
    sign_ins = SignIns(work.session)
    attempt = await sign_ins.latest_for_update(work.scope, email, purpose)
    if attempt is None:
        return None
    if await sign_ins.wrong_codes(work.scope, email, work.now) >= MOST_WRONG_CODES_IN_WINDOW:
        return None
    tried = try_code(attempt, code, visitor=visitor, key=key, now=work.now, target=target)
    await sign_ins.save(tried)
    if tried.wrong_codes > attempt.wrong_codes:
        await sign_ins.count_wrong_code(work.scope, email, work.now)
        return None
    return tried.login_id

"""Begins to add a passkey to a login, with a fresh code from its own mail."""

from typing import Any

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.passkey import begin_challenge, check_room
from foyer_portal_bff.domain.sign_in import Purpose
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.passkeys import creation_options
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.use_cases.check_code import check_code


async def begin_passkey(
    work: Work, who: SignedIn, *, code: str, key: bytes, host: str
) -> dict[str, Any] | None:
    """What the browser is to ask its authenticators; None when the code does not do, because the count of
    wrong codes must commit. Raises `TooManyPasskeys` before it looks at the code.
    """
    passkeys = Passkeys(work.session)
    present = await passkeys.of_login(work.scope, who.login.id)
    check_room(len(present))
    proved = await check_code(work, email=who.login.email, code=code, key=key, purpose=Purpose.PASSKEY)
    if proved != who.login.id:
        return None
    challenge, secret = begin_challenge(
        business_id=who.business.id, host=host, session_id=who.session_id, now=work.now
    )
    await passkeys.add_challenge(challenge)
    return creation_options(
        who.login, host=host, business=who.business.brand.name, challenge=secret, present=present
    )

"""Signs in with a passkey."""

from dataclasses import replace
from typing import Any

from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.passkey import Challenge, PasskeyNotValid, hash_challenge
from foyer_portal_bff.domain.signed_in import RequestMark
from foyer_portal_bff.gateways.passkeys import challenge_of, check_used
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.use_cases.open_session import OpenedSession, open_session


async def sign_in_with_passkey(
    work: Work, credential: dict[str, Any], *, host: str, origin: str, request: RequestMark
) -> OpenedSession | None:
    """None when it does not do: an answer and no error, because the challenge is used up in any case."""
    passkeys, now = Passkeys(work.session), work.now
    try:
        secret = challenge_of(credential)
        asked = Challenge(hash_challenge(secret), work.scope.business_id, host, None, now)
        if not await passkeys.take_challenge(asked, now):
            return None
        passkey = await passkeys.of_credential_for_update(work.scope, str(credential.get("id")))
        if passkey is None or passkey.host != host:
            return None
        count = check_used(credential, passkey, challenge=secret, origin=origin)
    except PasskeyNotValid:
        return None
    await passkeys.save(replace(passkey, sign_count=count, last_used_at=now))
    return await open_session(work, login_id=passkey.login_id, way="passkey", request=request)

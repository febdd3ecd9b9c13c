"""Adds a passkey to a login, once its authenticator has answered the challenge."""

from typing import Any

from foyer_shared.contracts.portal import LoginPasskeyAdded
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.audit import own_audit
from foyer_portal_bff.domain.passkey import (
    Challenge,
    Passkey,
    PasskeyNotValid,
    check_room,
    hash_challenge,
    new_passkey,
)
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.passkeys import challenge_of, check_created
from foyer_portal_bff.storage.audit import Audit
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.use_cases.tell_customers import tell_customers


async def add_passkey(
    work: Work, who: SignedIn, credential: dict[str, Any], *, name: str, host: str, origin: str
) -> Passkey | None:
    """None when it does not do, because the challenge is used up in any case. Raises `TooManyPasskeys` and
    `PasskeyNotNamed`, which leave it as it is.
    """
    passkeys = Passkeys(work.session)
    await passkeys.take_turns(who.login.id)
    check_room(len(await passkeys.of_login(work.scope, who.login.id)))
    try:
        secret = challenge_of(credential)
        asked = Challenge(hash_challenge(secret), who.business.id, host, who.session_id, work.now)
        if not await passkeys.take_challenge(asked, work.now):
            return None
        proved = check_created(credential, challenge=secret, host=host, origin=origin)
    except PasskeyNotValid:
        return None
    passkey = new_passkey(
        proved, business_id=who.business.id, login_id=who.login.id, host=host, name=name, now=work.now
    )
    if not await passkeys.add(passkey):
        return None
    event = LoginPasskeyAdded(login_id=who.login.id)
    await tell_customers(work, who.login.id, event, request_id=who.request_id)
    await Audit(work.session).add(own_audit(who, "add_passkey", passkey.id, work.now))
    return passkey

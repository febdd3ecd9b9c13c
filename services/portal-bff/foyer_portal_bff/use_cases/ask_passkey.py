"""Begins a sign-in with a passkey: makes the challenge that it has to answer."""

from datetime import datetime
from typing import Any

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.passkey import begin_challenge
from foyer_portal_bff.domain.rate_limit import PASSKEYS_OF_ADDRESS, network_of
from foyer_portal_bff.gateways.passkeys import request_options
from foyer_portal_bff.storage.passkeys import Passkeys
from foyer_portal_bff.use_cases.count_calls import count_calls


async def ask_passkey(
    database: Database, business: Business, *, host: str, ip: str | None, now: datetime
) -> dict[str, Any]:
    """What the browser is to ask its authenticators; the same for everybody. Raises `TooManyRequests`."""
    bucket = PASSKEYS_OF_ADDRESS.bucket(network_of(ip))
    refusal = "That was tried too often. Wait before you try again, or sign in by a mail."
    await count_calls(database, [(PASSKEYS_OF_ADDRESS, bucket)], refusal=refusal)
    challenge, secret = begin_challenge(business_id=business.id, host=host, session_id=None, now=now)
    async with database.session() as session:
        await Passkeys(session).add_challenge(challenge)
    return request_options(host=host, challenge=secret)

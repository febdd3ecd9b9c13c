"""Counts a password that somebody tries, so that none is found by guessing."""

from foyer_shared.basics.origin import Scope
from foyer_shared.http.refusals import TooManyRequests
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.login import same_email
from foyer_portal_bff.domain.rate_limit import (
    PASSWORDS_OF_ADDRESS,
    PASSWORDS_OF_ADDRESS_FOR_LOGIN,
    PASSWORDS_OF_BUSINESS,
    PASSWORDS_OF_LOGIN,
    network_of,
)
from foyer_portal_bff.storage.sessions import Sessions
from foyer_portal_bff.use_cases.count_calls import count_calls

_REFUSAL = "Too many passwords. Wait before you try another, or sign in by a mail."


async def count_password_try(database: Database, business: Business, *, email: str, ip: str | None) -> None:
    """Raises `TooManyRequests` for one too many from an address, or for a login from there; and, from where
    the login has not signed in before, for one too many for it or for the business from all addresses. So
    whoever guesses closes this way for themselves, and not for whom they guess at. Mail stays open to all.
    """
    email, network = same_email(email), network_of(ip)
    of_address = [
        (PASSWORDS_OF_ADDRESS, PASSWORDS_OF_ADDRESS.bucket(network)),
        (
            PASSWORDS_OF_ADDRESS_FOR_LOGIN,
            PASSWORDS_OF_ADDRESS_FOR_LOGIN.bucket(network, business.id, email),
        ),
    ]
    await count_calls(database, of_address, refusal=_REFUSAL)
    of_all = [
        (PASSWORDS_OF_LOGIN, PASSWORDS_OF_LOGIN.bucket(business.id, email)),
        (PASSWORDS_OF_BUSINESS, PASSWORDS_OF_BUSINESS.bucket(business.id)),
    ]
    try:
        await count_calls(database, of_all, refusal=_REFUSAL)
    except TooManyRequests:
        async with database.session() as session:
            known = await Sessions(session).addresses(Scope(business.id), email)
        if network not in {network_of(each) for each in known}:
            raise

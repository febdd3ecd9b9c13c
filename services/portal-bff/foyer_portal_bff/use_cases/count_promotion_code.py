"""Counts a promotion code that somebody tries, so that none is found by guessing."""

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.rate_limit import CODES_OF_CUSTOMER, CODES_OF_LOGIN
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.use_cases.count_calls import count_calls


async def count_promotion_code(database: Database, who: SignedIn) -> None:
    """Raises `TooManyRequests` for one too many of the same customer, or of the same login."""
    buckets = [
        (CODES_OF_CUSTOMER, CODES_OF_CUSTOMER.bucket(who.business.id, who.customer_id)),
        (CODES_OF_LOGIN, CODES_OF_LOGIN.bucket(who.login.id)),
    ]
    await count_calls(database, buckets, refusal="Too many promotion codes. Wait before you try another.")

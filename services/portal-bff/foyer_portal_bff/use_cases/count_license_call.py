"""Counts a call of a program that has only a license key, before it is passed on."""

from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.rate_limit import LICENSE_CALLS_OF_ADDRESS, LICENSE_CALLS_OF_KEY
from foyer_portal_bff.use_cases.count_calls import count_calls


async def count_license_call(
    database: Database, *, address: str | None, business_id: str, license_key: str
) -> None:
    """Raises `TooManyRequests` for one too many from the same address, or with the same key."""
    buckets = [(LICENSE_CALLS_OF_KEY, LICENSE_CALLS_OF_KEY.bucket(business_id, license_key))]
    if address is not None:
        buckets.append((LICENSE_CALLS_OF_ADDRESS, LICENSE_CALLS_OF_ADDRESS.bucket(address)))
    await count_calls(database, buckets, refusal="Too many calls. Wait before you call again.")

"""Counts a call of a program that has only a license key, before it is passed on."""

from foyer_shared.basics.clock import real_now
from foyer_shared.http.refusals import TooManyRequests
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.rate_limit import (
    LICENSE_CALLS_OF_ADDRESS,
    LICENSE_CALLS_OF_KEY,
    seconds_to_wait,
)
from foyer_portal_bff.storage.rate_limits import RateLimits


async def count_license_call(
    database: Database, *, address: str | None, business_id: str, license_key: str
) -> None:
    """Raises `TooManyRequests` for one too many from the same address, or with the same key, which counts all
    the same; it is committed before anybody is asked.
    """
    now = real_now()
    buckets = [(LICENSE_CALLS_OF_KEY, LICENSE_CALLS_OF_KEY.bucket(business_id, license_key))]
    if address is not None:
        buckets.append((LICENSE_CALLS_OF_ADDRESS, LICENSE_CALLS_OF_ADDRESS.bucket(address)))
    # In the order of their names, so that two calls never wait for each other.
    buckets.sort(key=lambda pair: pair[1])
    async with database.session() as session:
        limits = RateLimits(session)
        waits = [
            seconds_to_wait(rate, await limits.count_for_everyone(rate, bucket, now=now), now)
            for rate, bucket in buckets
        ]
    if any(waits):
        raise TooManyRequests("Too many calls. Wait before you call again.", retry_after=max(waits))

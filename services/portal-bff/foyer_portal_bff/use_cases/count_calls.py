"""Counts a call before it is passed on, and refuses one too many."""

from collections.abc import Iterable

from foyer_shared.basics.clock import real_now
from foyer_shared.http.refusals import TooManyRequests
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.rate_limit import Rate, seconds_to_wait
from foyer_portal_bff.storage.rate_limits import RateLimits


async def count_calls(database: Database, buckets: Iterable[tuple[Rate, str]], *, refusal: str) -> None:
    """Raises `TooManyRequests` for one too many in any of the buckets, which counts in all of them all the
    same; it is committed before anybody is asked.
    """
    now = real_now()
    # In the order of their names, so that two calls never wait for each other.
    in_order = sorted(buckets, key=lambda pair: pair[1])
    async with database.session() as session:
        limits = RateLimits(session)
        waits = [
            seconds_to_wait(rate, await limits.count_for_everyone(rate, bucket, now=now), now)
            for rate, bucket in in_order
        ]
    if any(waits):
        raise TooManyRequests(refusal, retry_after=max(waits))

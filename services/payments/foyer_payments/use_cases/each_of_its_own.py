"""What a job has found of whichever businesses, one after the other."""

from collections.abc import Awaitable, Callable, Sequence

from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_payments.use_cases.system_origin import system_origin

BATCH = 100


async def each_of_its_own(
    database: Database, found: Sequence[tuple[str, str]], do: Callable[[Work, str], Awaitable[None]]
) -> int:
    """How many there were, by the ids of business and thing; each in a transaction of its own, at its
    business's time, so that several processes may do this at once.
    """
    for business_id, its_id in found:
        async with database.work(await system_origin(database, business_id)) as work:
            await do(work, its_id)
    return len(found)

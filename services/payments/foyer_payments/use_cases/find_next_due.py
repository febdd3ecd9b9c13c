"""Find what a business's clock brings next, or waits for a while since it is under way at a provider."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_payments.storage.looking_again import oldest_under_way
from foyer_payments.storage.payments import Payments


async def find_next_due(work: Work) -> datetime | None:
    """A direct debit that was announced is due at its time, what a provider is about to decide since it was
    begun; what that is long about is waited for no more.
    """
    found = (
        await Payments(work.session).next_collection(work.scope),
        await oldest_under_way(work.session, work.scope),
    )
    return min((each for each in found if each is not None), default=None)

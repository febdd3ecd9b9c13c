"""Find whether something of a business is under way at a provider, for which its clock waits a while."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_payments.storage.looking_again import oldest_under_way


async def find_next_due(work: Work) -> datetime | None:
    """Since when: it is due at once. What a provider is long about is waited for no more; nothing else is
    due here at a time.
    """
    return await oldest_under_way(work.session, work.scope)

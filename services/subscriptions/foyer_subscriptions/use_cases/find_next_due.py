"""Find when the clock of a business next makes something happen to one of its subscriptions."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.subscriptions import Subscriptions


async def find_next_due(work: Work) -> datetime | None:
    """Renewals and their notices, the ends of trials and pauses, planned changes, and what lapses."""
    return await Subscriptions(work.session).next_due(work.scope)

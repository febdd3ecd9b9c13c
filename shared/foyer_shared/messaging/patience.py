"""Waiting for a reader's database: the message is held, and no try is spent."""

import asyncio

from foyer_shared.basics.moments import wait_at_most
from foyer_shared.messaging.transport import DatabaseAway, Dead, Deliver, Delivery, Done, Retry

FIRST_GAP = 0.2
LONGEST_GAP = 10.0
"""Seconds between two looks whether the database answers again."""


async def deliver_patiently(
    deliver: Deliver, delivery: Delivery, stopping: asyncio.Event
) -> Done | Retry | Dead | None:
    """What the handler says once its database answers; None when told to stop before that."""
    gap = FIRST_GAP
    while not stopping.is_set():
        verdict = await deliver(delivery)
        if not isinstance(verdict, DatabaseAway):
            return verdict
        await wait_at_most(stopping, gap)
        gap = min(gap * 2, LONGEST_GAP)
    return None

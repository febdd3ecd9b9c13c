"""Renewing many takes no more memory than few: they are taken batch after batch."""

import tracemalloc
from collections.abc import Awaitable, Callable, Iterator
from datetime import timedelta

import pytest
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.rows import SubscriptionRow
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from sqlalchemy import text, update

Subscribed = Callable[..., Awaitable[Subscription]]
ONE_BATCH, MANY = 100, 300
MOST = 2
"""Times the peak of one batch; of all at once it would be three times."""
COPIES = (
    """
    INSERT INTO subscriptions.subscriptions SELECT copy.* FROM subscriptions.subscriptions AS original
    CROSS JOIN generate_series(1, :count) AS number
    CROSS JOIN LATERAL jsonb_populate_record(original, jsonb_build_object(
        'id', 'sub_' || :kind || '_' || number, 'customer_id', 'cus_' || :kind || '_' || number,
        'next_due_at', original.current_period_end
    )) AS copy WHERE original.id = :original
    """,
    """
    INSERT INTO subscriptions.grants SELECT copy.* FROM subscriptions.grants AS original
    CROSS JOIN generate_series(1, :count) AS number
    CROSS JOIN LATERAL jsonb_populate_record(original, jsonb_build_object(
        'id', 'grant_' || :kind || '_' || number, 'subscription_id', 'sub_' || :kind || '_' || number,
        'customer_id', 'cus_' || :kind || '_' || number
    )) AS copy WHERE original.subscription_id = :original
    """,
)


@pytest.fixture
def traced() -> Iterator[None]:
    """Python counts what it allocates."""
    tracemalloc.start()
    yield
    tracemalloc.stop()


async def peak(database: Database, original: Subscription, count: int) -> int:
    """The most bytes that were in use at once beyond those before, while so many copies were renewed."""
    async with database.session() as session:
        for copy in COPIES:
            await session.execute(text(copy), {"count": count, "kind": str(count), "original": original.id})
    before, _ = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    renewed = 0
    while done := await advance_due_subscriptions(database):
        renewed += done
    assert renewed == count
    return tracemalloc.get_traced_memory()[1] - before


@pytest.mark.usefixtures("traced")
async def test_many_renewals_take_no_more_memory_than_one_batch(
    database: Database, subscribed: Subscribed
) -> None:
    link = (EntitlementKind.LINK, EntitlementTerms(url="https://join.example/{subscription_id}"))
    original = await subscribed(now=real_now() - timedelta(days=35), entitlements=[link])
    async with database.session() as session:
        await session.execute(update(SubscriptionRow).values(next_due_at=None))
    # What is kept from the first run on, such as compiled statements, is not counted.
    await peak(database, original, 1)
    of_one_batch = await peak(database, original, ONE_BATCH)
    assert await peak(database, original, MANY) < MOST * of_one_batch

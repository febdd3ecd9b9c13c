"""The job that compares providers' books with ours: each day, and when an operator asks for it."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_payments.domain.errors import ProviderNotAnswering
from foyer_payments.gateways.provider_metrics import books_differ
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.looking_again import FIRST_GAP, claim_due_for_everyone, keep_claim
from foyer_payments.storage.reconciliations import Reconciliations
from foyer_payments.storage.rows import ReconciliationRow
from foyer_payments.use_cases.reconcile_account import reconcile_account

KEPT_EACH = FIRST_GAP / 3
"""So often a claim is made to last, before its gap is over."""

log: structlog.stdlib.BoundLogger = structlog.get_logger()


async def reconcile_due(database: Database, providers: Providers) -> int:
    """One at a time, by one process, however long it takes; while the provider is away it waits. Each
    difference is logged, and counted once.
    """
    async with database.session() as session:
        claimed = await claim_due_for_everyone(session, ReconciliationRow, real_now(), limit=1)
        due = await Reconciliations(session).read_for_everyone(claimed)
    for each in due:
        try:
            async with _claimed(database, each.id):
                found = await reconcile_account(
                    database,
                    providers,
                    Scope(each.business_id),
                    each.account_id,
                    since=each.since,
                    until=each.until,
                )
        except ProviderNotAnswering:
            continue
        async with database.session() as session:
            is_first = await Reconciliations(session).finish(each.id, found, real_now())
        if is_first:
            books_differ.labels(each.provider).inc(len(found.differences))
            for difference in found.differences:
                log.error(
                    "books_differ",
                    account_id=each.account_id,
                    kind=difference.kind,
                    payment_id=difference.payment_id,
                    provided_id=difference.provided_id,
                )
    return len(due)


@asynccontextmanager
async def _claimed(database: Database, reconciliation_id: str) -> AsyncIterator[None]:
    """No other process begins it meanwhile; of one that dies it is free after the gap."""
    keeping = asyncio.create_task(_keep_claim(database, reconciliation_id))
    try:
        yield
    finally:
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def _keep_claim(database: Database, reconciliation_id: str) -> None:
    while True:
        await asyncio.sleep(KEPT_EACH.total_seconds())
        async with database.session() as session:
            await keep_claim(session, ReconciliationRow, reconciliation_id, real_now())

"""Give a new entitlement to those who have its product already; run as a job, a batch at a time."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements

JOB = Actor.system("spread_entitlements")
BATCH = 50


async def spread_entitlements(database: Database) -> int:
    """One batch of subscriptions; answers 0 once all are served. What was sold once stays as it was sold."""
    real = real_now()
    async with database.work(Origin(Scope(""), JOB, real)) as batch:
        entitlements = Entitlements(batch.session)
        claimed = await entitlements.claim_to_spread_for_everyone()
        if claimed is None:
            return 0
        entitlement, after = claimed
        scope = Scope(entitlement.business_id)
        clocks = await Businesses(batch.session).clocks_for_everyone()
        now = clocks.of(scope.business_id, real)
        holders = await Subscriptions(batch.session).holding_for_update(
            scope, entitlement.product_id, after=after, limit=BATCH
        )
        for holder in holders:
            of_holder = Origin(Scope(scope.business_id, holder.customer_id), JOB, now)
            work = Work(batch.session, of_holder)
            await settle_entitlements(work, holder)
            batch.announced += work.announced
        done = len(holders) < BATCH
        await entitlements.spread_until(scope, entitlement.id, None if done else holders[-1].id)
    return 1

"""Hand over what had to wait for a file or for license keys; run as a job."""

from foyer_shared.basics.clock import Clocks, real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.entitlements import Entitlements
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.use_cases.deliver_grant import deliver_grant

JOB = Actor.system("deliver_pending_grants")
BATCH = 50


async def deliver_pending_grants(database: Database) -> int:
    """The longest waiting first; answers how many were handed over."""
    real = real_now()
    async with database.work(Origin(Scope(""), JOB, real)) as batch:
        claimed = await Grants(batch.session).claim_deliverable_for_everyone(limit=BATCH)
        clocks = await Businesses(batch.session).clocks_for_everyone()
        # In one order, since what belongs to one order of a customer waits for each other.
        claimed.sort(key=lambda grant: grant.source.order_id or "")
        return sum([await _deliver(batch, grant, clocks) for grant in claimed])


async def _deliver(batch: Work, grant: Grant, clocks: Clocks) -> bool:
    scope = Scope(grant.business_id, grant.customer_id)
    work = Work(batch.session, Origin(scope, JOB, clocks.of(grant.business_id, batch.now)))
    entitlements = await Entitlements(work.session).get_many(scope, [grant.entitlement_id])
    done = await deliver_grant(work, grant, entitlements[grant.entitlement_id])
    batch.announced += work.announced
    return done

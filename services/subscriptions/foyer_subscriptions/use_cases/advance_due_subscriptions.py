"""Do what is due on all subscriptions; run as a job, by as many workers as there are."""

from datetime import datetime, timedelta

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.settle_entitlements import settle_entitlements
from foyer_subscriptions.use_cases.take_due_steps import take_due_steps

log: structlog.stdlib.BoundLogger = structlog.get_logger()

JOB = "advance_due_subscriptions"
BATCH = 100
MOST_STEPS = 50
"""Of one subscription in one batch, so that catching up after a long stop takes no more memory either."""
PASSED_OVER = timedelta(minutes=5)
"""So long one is left alone on which a step failed."""


async def advance_due_subscriptions(database: Database) -> int:
    """Advance a batch in one transaction; answers how many it went well for.

    When a batch fails, each of it is tried alone, so that one does not hold up the others.
    """
    real = real_now()
    try:
        async with database.work(_origin(Scope(""), real)) as work:
            return await _advance_claimed(work)
    except Exception as error:
        if is_away(error):
            raise
        log.warning("batch_failed", **error_fields(error))
    return await _advance_one_by_one(database, real)


async def _advance_claimed(batch: Work) -> int:
    """The batch's own time is real; each subscription is brought up to its business's."""
    subscriptions, circumstances = Subscriptions(batch.session), Circumstances(batch.session)
    clocks = await Businesses(batch.session).clocks_for_everyone()
    claimed = await subscriptions.claim_due_for_everyone(batch.now, clocks, limit=BATCH)
    by_time: dict[datetime, list[Subscription]] = {}
    for one in claimed:
        now = clocks.of(one.business_id, batch.now)
        by_time.setdefault(now, []).append(await _advance(batch, one, circumstances, now))
    for now, advanced in by_time.items():
        await subscriptions.save_all(advanced, now=now)
    return len(claimed)


async def _advance(
    batch: Work, subscription: Subscription, circumstances: Circumstances, now: datetime
) -> Subscription:
    scope = Scope(subscription.business_id, subscription.customer_id)
    work = Work(batch.session, _origin(scope, now))
    advanced = await take_due_steps(work, subscription, circumstances, most=MOST_STEPS)
    await settle_entitlements(work, advanced, circumstances)
    batch.announced += work.announced
    return advanced


async def _advance_one_by_one(database: Database, real: datetime) -> int:
    async with database.session() as session:
        clocks = await Businesses(session).clocks_for_everyone()
        due = await Subscriptions(session).due_ids_for_everyone(real, clocks, limit=BATCH)
    done = 0
    for scope, subscription_id in due:
        now = clocks.of(scope.business_id, real)
        try:
            async with database.work(_origin(scope, now)) as work:
                await advance_subscription(work, subscription_id)
        except Exception as error:
            if is_away(error):
                raise
            _report(subscription_id, error)
            async with database.session() as session:
                await Subscriptions(session).look_again_at(scope, subscription_id, now + PASSED_OVER)
        else:
            done += 1
    return done


def _report(subscription_id: str, error: Exception) -> None:
    job_items_failed.labels("subscriptions", JOB).inc()
    log.error("due_step_failed", subscription_id=subscription_id, **error_fields(error))


def _origin(scope: Scope, now: datetime) -> Origin:
    return Origin(scope=scope, actor=Actor.system(JOB), now=now)

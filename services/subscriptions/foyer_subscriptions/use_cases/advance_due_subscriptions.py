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
    now = real_now()
    try:
        async with database.work(_origin(Scope(""), now)) as work:
            return await _advance_claimed(work)
    except Exception as error:
        if is_away(error):
            raise
        log.warning("batch_failed", **error_fields(error))
    return await _advance_one_by_one(database, now)


async def _advance_claimed(work: Work) -> int:
    subscriptions, circumstances = Subscriptions(work.session), Circumstances(work.session)
    claimed = await subscriptions.claim_due_for_everyone(work.now, limit=BATCH)
    advanced = [await _advance(work, one, circumstances) for one in claimed]
    await subscriptions.save_all(advanced, now=work.now)
    return len(advanced)


async def _advance(batch: Work, subscription: Subscription, circumstances: Circumstances) -> Subscription:
    scope = Scope(subscription.business_id, subscription.customer_id)
    work = Work(batch.session, _origin(scope, batch.now))
    advanced = await take_due_steps(work, subscription, circumstances, most=MOST_STEPS)
    await settle_entitlements(work, advanced, circumstances)
    batch.announced += work.announced
    return advanced


async def _advance_one_by_one(database: Database, now: datetime) -> int:
    async with database.session() as session:
        due = await Subscriptions(session).due_ids_for_everyone(now, limit=BATCH)
    done = 0
    for scope, subscription_id in due:
        try:
            async with database.work(_origin(scope, now)) as work:
                await advance_subscription(work, subscription_id)
        except Exception as error:
            if is_away(error):
                raise
            await _pass_over(database, scope, subscription_id, error)
        else:
            done += 1
    return done


async def _pass_over(database: Database, scope: Scope, subscription_id: str, error: Exception) -> None:
    job_items_failed.labels("subscriptions", JOB).inc()
    log.error("due_step_failed", subscription_id=subscription_id, **error_fields(error))
    async with database.session() as session:
        await Subscriptions(session).look_again_at(scope, subscription_id, real_now() + PASSED_OVER)


def _origin(scope: Scope, now: datetime) -> Origin:
    return Origin(scope=scope, actor=Actor.system(JOB), now=now)

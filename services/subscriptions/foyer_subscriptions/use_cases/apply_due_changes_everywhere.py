"""Do what pending changes said, once their time has come; run as a job."""

import structlog
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin
from foyer_shared.storage.away import is_away
from foyer_shared.storage.database import Database
from foyer_shared.telemetry.errors import error_fields
from foyer_shared.telemetry.metrics import job_items_failed

from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.apply_due_changes import apply_due_changes

log: structlog.stdlib.BoundLogger = structlog.get_logger()

BATCH = 100


async def apply_due_changes_everywhere(database: Database) -> int:
    """Each subscription in a transaction of its own, whatever becomes of the others; answers how many it
    went well for.
    """
    now = real_now()
    async with database.session() as session:
        due = await Subscriptions(session).due_for_everyone(now, limit=BATCH)
    done = 0
    for scope, subscription_id in due:
        origin = Origin(scope=scope, actor=Actor.system("apply_due_changes"), now=now)
        try:
            async with database.work(origin) as work:
                await apply_due_changes(work, subscription_id)
        except Exception as error:
            if is_away(error):
                raise
            _report(subscription_id, error)
        else:
            done += 1
    return done


def _report(subscription_id: str, error: Exception) -> None:
    job_items_failed.labels("subscriptions", "apply_due_changes").inc()
    log.error("due_changes_failed", subscription_id=subscription_id, **error_fields(error))

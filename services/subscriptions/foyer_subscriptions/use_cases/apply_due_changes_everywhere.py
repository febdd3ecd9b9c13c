"""Do what pending changes said, once their time has come; run as a job."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin
from foyer_shared.storage.database import Database

from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.apply_due_changes import apply_due_changes

BATCH = 100


async def apply_due_changes_everywhere(database: Database) -> int:
    """Each subscription in a transaction of its own; answers how many were seen to."""
    now = real_now()
    async with database.session() as session:
        due = await Subscriptions(session).due_for_everyone(now, limit=BATCH)
    for scope, subscription_id in due:
        origin = Origin(scope=scope, actor=Actor.system("apply_due_changes"), now=now)
        async with database.work(origin) as work:
            await apply_due_changes(work, subscription_id)
    return len(due)

"""The job that drops events and their deliveries after 30 days."""

from datetime import datetime, timedelta

from foyer_shared.storage.cleanup import BATCH
from foyer_shared.storage.database import Database

from foyer_notifications.storage.webhook_events import WebhookEvents

KEPT = timedelta(days=30)


async def forget_old_webhooks(database: Database, now: datetime) -> int:
    """How many events went."""
    async with database.session() as session:
        return await WebhookEvents(session).forget_old_for_everyone(now - KEPT, limit=BATCH)

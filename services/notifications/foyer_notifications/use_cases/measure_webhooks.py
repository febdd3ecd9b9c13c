"""Look how it is with the webhooks of all businesses, for Prometheus."""

from datetime import datetime

from foyer_shared.storage.database import Database

from foyer_notifications.gateways.webhook_metrics import endpoints_failing, oldest_due_seconds
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints


async def measure_webhooks(database: Database, real: datetime) -> None:
    """At a real moment."""
    async with database.session() as session:
        failing = await WebhookEndpoints(session).count_failing_for_everyone()
        since = await WebhookDeliveries(session).oldest_due_for_everyone(real)
    endpoints_failing.set(failing)
    oldest_due_seconds.set((real - since).total_seconds() if since else 0)

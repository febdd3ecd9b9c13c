"""A business gives an endpoint up."""

from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_endpoint import WebhookEndpoint
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints


async def remove_webhook_endpoint(work: Work, endpoint_id: str) -> WebhookEndpoint:
    """Its deliveries go too, also those that wait. Raises WebhookEndpointNotFound."""
    endpoints = WebhookEndpoints(work.session)
    endpoint = await endpoints.get(work.scope, endpoint_id, lock=True)
    await endpoints.remove(endpoint)
    await WebhookDeliveries(work.session).remove_of(work.scope, endpoint_id)
    return endpoint

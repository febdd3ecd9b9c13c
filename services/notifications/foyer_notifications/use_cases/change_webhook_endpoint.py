"""A business changes an endpoint, or switches it off or on."""

from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_endpoint import EndpointDetails, WebhookEndpoint, changed
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints


async def change_webhook_endpoint(work: Work, endpoint_id: str, details: EndpointDetails) -> WebhookEndpoint:
    """What waits goes to the new address. Raises WebhookEndpointNotFound."""
    endpoints = WebhookEndpoints(work.session)
    endpoint = changed(await endpoints.get(work.scope, endpoint_id, lock=True), details)
    await endpoints.save(endpoint)
    return endpoint

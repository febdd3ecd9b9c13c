"""An endpoint gets a new secret."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_endpoint import WebhookEndpoint, new_secret, with_secret
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints


async def rotate_webhook_secret(work: Work, seal: Seal, endpoint_id: str) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its new secret; the one before signs too for 24 hours. Raises
    WebhookEndpointNotFound.
    """
    endpoints = WebhookEndpoints(work.session)
    secret = new_secret()
    before = await endpoints.get(work.scope, endpoint_id, lock=True)
    endpoint = with_secret(before, seal.seal(secret), real_now())
    await endpoints.save(endpoint)
    return endpoint, secret

"""A business wants to hear of events."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.sealing import Seal
from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_endpoint import (
    EndpointDetails,
    WebhookEndpoint,
    new_endpoint,
    new_secret,
)
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints


async def add_webhook_endpoint(
    work: Work, seal: Seal, details: EndpointDetails
) -> tuple[WebhookEndpoint, str]:
    """The endpoint and its secret, which is told only now. Raises TooManyWebhookEndpoints."""
    endpoints = WebhookEndpoints(work.session)
    secret = new_secret()
    endpoint = new_endpoint(
        work.scope.business_id,
        details,
        beside=await endpoints.count_to_add(work.scope),
        secret=seal.seal(secret),
        real=real_now(),
    )
    await endpoints.add(endpoint)
    return endpoint, secret

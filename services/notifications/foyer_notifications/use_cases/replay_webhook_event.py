"""An event goes to an endpoint once more, whatever became of it before."""

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_delivery import WebhookDelivery, new_delivery
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents


async def replay_webhook_event(work: Work, endpoint_id: str, event_id: str) -> WebhookDelivery:
    """Its id stays the same, so that whoever has it already can tell.

    Raises WebhookEndpointNotFound, WebhookEndpointOff, WebhookEventNotFound.
    """
    endpoint = await WebhookEndpoints(work.session).get(work.scope, endpoint_id, lock=True)
    endpoint.require_enabled()
    event = await WebhookEvents(work.session).get(work.scope, event_id)
    delivery = new_delivery(event, endpoint.id, real_now())
    await WebhookDeliveries(work.session).add(delivery)
    return delivery

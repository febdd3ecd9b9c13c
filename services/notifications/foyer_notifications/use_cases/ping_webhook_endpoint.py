"""A business tries an endpoint out."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_delivery import WebhookDelivery, WebhookEvent, new_delivery
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents


async def ping_webhook_endpoint(work: Work, endpoint_id: str) -> WebhookDelivery:
    """An event of type `ping`, for this endpoint whatever its filter. Raises WebhookEndpointNotFound,
    WebhookEndpointOff.
    """
    endpoint = await WebhookEndpoints(work.session).get(work.scope, endpoint_id, lock=True)
    endpoint.require_enabled()
    real = real_now()
    envelope = Envelope(
        id=new_id("evt"),
        source="/notifications",
        type="ping",
        time=real,
        subject=endpoint.id,
        subjectversion=endpoint.version,
        businessid=work.scope.business_id,
        actor=str(work.actor),
        businesstime=work.now,
        data={"webhook_endpoint_id": endpoint.id},
    )
    event = WebhookEvent(
        id=envelope.id,
        business_id=envelope.businessid,
        customer_id=None,
        type=envelope.type,
        body=envelope.model_dump_json(exclude_none=True),
        happened_at=envelope.businesstime,
        recorded_at=real,
    )
    await WebhookEvents(work.session).add(event)
    delivery = new_delivery(event, endpoint.id, real)
    await WebhookDeliveries(work.session).add(delivery)
    return delivery

"""An event that is public is kept as it goes out, and given to each endpoint that wants it."""

from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.shown_data import shown_data
from foyer_shared.storage.work import Work

from foyer_notifications.domain.webhook_delivery import WebhookEvent, new_delivery
from foyer_notifications.storage.webhook_deliveries import WebhookDeliveries
from foyer_notifications.storage.webhook_endpoints import WebhookEndpoints
from foyer_notifications.storage.webhook_events import WebhookEvents


async def record_webhook_event(work: Work, envelope: Envelope) -> None:
    """Once, without confidential words. What is only told again has happened before, and goes nowhere."""
    if envelope.reannounced:
        return
    real = real_now()
    shown = envelope.model_copy(update={"data": shown_data(envelope), "traceparent": None})
    event = WebhookEvent(
        id=envelope.id,
        business_id=envelope.businessid,
        customer_id=envelope.customerid,
        type=envelope.type,
        body=shown.model_dump_json(exclude_none=True),
        happened_at=envelope.businesstime,
        recorded_at=real,
    )
    if not await WebhookEvents(work.session).add(event):
        return
    deliveries = WebhookDeliveries(work.session)
    for endpoint in await WebhookEndpoints(work.session).enabled(work.scope):
        if endpoint.wants(event.type):
            await deliveries.add(new_delivery(event, endpoint.id, real))

"""A customer can fetch a file, use a license key or follow a link."""

from foyer_shared.contracts.entitlements import EntitlementGranted
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import ENTITLEMENT_GRANTED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_entitlement_granted(work: Work, event: EntitlementGranted, envelope: Envelope) -> None:
    """Once: what comes back after a pause is known already."""
    if event.again:
        return
    granted = event.entitlement
    of_order = f"/orders/{granted.order_id}"
    await queue_message(
        work,
        ENTITLEMENT_GRANTED,
        customer_id=granted.customer_id,
        event_id=envelope.id,
        page=f"/subscriptions/{granted.subscription_id}" if granted.subscription_id else of_order,
        values={"name": granted.name, "kind": granted.kind, "expires_at": event.expires_at},
    )

"""A customer was granted something, perhaps by an order."""

from foyer_shared.contracts.entitlements import EntitlementGranted
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.fulfill_granted_order import fulfill_granted_order


async def on_entitlement_granted(work: Work, event: EntitlementGranted, _: Envelope) -> None:
    if event.entitlement.order_id:
        await fulfill_granted_order(work, event.entitlement.order_id, event.granted_products)

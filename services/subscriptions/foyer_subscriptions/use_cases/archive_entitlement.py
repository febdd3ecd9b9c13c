"""Let a product grant one thing no longer."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.entitlement import Entitlement, archived
from foyer_subscriptions.storage.entitlements import Entitlements


async def archive_entitlement(work: Work, product_id: str, entitlement_id: str) -> Entitlement:
    """Nobody new gets it; the second time changes nothing."""
    entitlements = Entitlements(work.session)
    entitlement = await entitlements.get(work.scope, product_id, entitlement_id, for_update=True)
    if not entitlement.active:
        return entitlement
    after = archived(entitlement)
    await entitlements.save(after)
    return after

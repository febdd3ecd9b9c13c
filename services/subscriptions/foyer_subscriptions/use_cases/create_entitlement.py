"""Let a product grant one thing more."""

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.entitlement import (
    Entitlement,
    EntitlementKind,
    EntitlementTerms,
    check_room,
    check_terms,
)
from foyer_subscriptions.storage.catalogue import Products
from foyer_subscriptions.storage.entitlements import Entitlements


async def create_entitlement(
    work: Work, product_id: str, *, kind: EntitlementKind, name: str, terms: EntitlementTerms
) -> Entitlement:
    """From now on it is granted to whoever buys the product, and soon to those who are subscribed to it."""
    check_terms(kind, terms)
    # Locked, so that two at once do not go past what a product can grant.
    product = await Products(work.session).get(work.scope, product_id, for_update=True)
    entitlements = Entitlements(work.session)
    check_room(await entitlements.count_active(work.scope, product.id))
    entitlement = Entitlement(
        id=new_id("ent"),
        business_id=work.scope.business_id,
        product_id=product.id,
        kind=kind,
        name=name,
        terms=terms,
    )
    await entitlements.add(entitlement, created_at=work.now)
    return entitlement

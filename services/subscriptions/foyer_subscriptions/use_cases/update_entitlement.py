"""Change what a product grants."""

from dataclasses import replace
from typing import Any

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.entitlement import Entitlement, changed
from foyer_subscriptions.storage.entitlements import Entitlements


async def update_entitlement(
    work: Work, product_id: str, entitlement_id: str, *, name: str | None, terms: dict[str, Any]
) -> Entitlement:
    """Store what is named; the rest stays as it is."""
    entitlements = Entitlements(work.session)
    entitlement = await entitlements.get(work.scope, product_id, entitlement_id, for_update=True)
    after = changed(entitlement, name=name, terms=replace(entitlement.terms, **terms))
    await entitlements.save(after)
    return after

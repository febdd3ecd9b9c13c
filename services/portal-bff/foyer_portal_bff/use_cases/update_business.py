"""Changes a business."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from foyer_shared.contracts.portal import BusinessUpdated
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.business import Business, check_business, host_name
from foyer_portal_bff.gateways.seller import SELLER_FIELDS, with_checked_seller
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.told import business_data


async def update_business(work: Work, changes: Mapping[str, Any], hosts: Sequence[str] | None) -> Business:
    """Change these fields of the scope's business; `hosts` None leaves its host names as they are."""
    businesses = Businesses(work.session)
    before = await businesses.get(work.scope, for_update=True)
    if hosts is not None:
        await businesses.set_hosts(work.scope, map(host_name, hosts))
    changed = replace(before, **changes)
    if not changes.keys().isdisjoint(SELLER_FIELDS):
        changed = with_checked_seller(changed)
    if changed == before:
        return before
    check_business(changed)
    business = replace(changed, version=before.version + 1)
    await businesses.save(business)
    work.origin = replace(work.origin, now=business.now(work.now))
    event = BusinessUpdated(business=business_data(business))
    work.announce(event, subject=business.id, version=business.version)
    return business

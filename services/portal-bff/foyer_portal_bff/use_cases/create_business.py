"""Sets up a business."""

from collections.abc import Sequence

from foyer_shared.contracts.portal import BusinessCreated
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.business import Business, check_business, host_name
from foyer_portal_bff.gateways.seller import with_checked_seller
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.told import business_data


async def create_business(work: Work, business: Business, hosts: Sequence[str]) -> Business:
    """Store it with its host names, as it is kept. The work's scope is the new business."""
    check_business(business)
    business = with_checked_seller(business)
    businesses = Businesses(work.session)
    await businesses.add(business)
    await businesses.set_hosts(work.scope, map(host_name, hosts))
    event = BusinessCreated(business=business_data(business))
    work.announce(event, subject=business.id, version=business.version)
    return business

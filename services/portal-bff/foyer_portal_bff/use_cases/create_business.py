"""Sets up a business."""

from collections.abc import Sequence

from foyer_shared.basics.ids import new_id
from foyer_shared.contracts.portal import BusinessCreated
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.business import Business, check_business, host_name
from foyer_portal_bff.domain.portal_configuration import default_configuration
from foyer_portal_bff.gateways.seller import with_checked_seller
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.portal_configurations import PortalConfigurations
from foyer_portal_bff.use_cases.told import business_data


async def create_business(work: Work, business: Business, hosts: Sequence[str]) -> Business:
    """Store it with its host names and a portal in which everything is on, and return it as it is kept. The
    work's scope is the new business.
    """
    check_business(business)
    business = with_checked_seller(business)
    businesses = Businesses(work.session)
    await businesses.add(business)
    await businesses.set_hosts(work.scope, map(host_name, hosts))
    configuration = default_configuration(new_id("bpc"), business.id, work.now)
    await PortalConfigurations(work.session).add(configuration)
    event = BusinessCreated(business=business_data(business))
    work.announce(event, subject=business.id, version=business.version)
    return business

"""Tells again of a business, for services that lost their copy or keep more of it than before."""

from foyer_shared.contracts.portal import BusinessUpdated
from foyer_shared.storage.work import Work

from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.use_cases.told import business_data


async def announce_business(work: Work) -> None:
    """The scope's business; raises `BusinessNotFound`."""
    business = await Businesses(work.session).get(work.scope)
    event = BusinessUpdated(business=business_data(business))
    work.reannounce(event, subject=business.id, version=business.version)

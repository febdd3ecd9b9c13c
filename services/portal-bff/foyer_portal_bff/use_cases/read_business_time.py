"""Reads the time at a business whose clock was moved."""

from datetime import datetime

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import BusinessNotFound
from foyer_portal_bff.storage.businesses import Businesses


async def read_business_time(database: Database, business_id: str) -> datetime | None:
    """None for real time, and for a business that is not there."""
    async with database.session() as session:
        try:
            business = await Businesses(session).get(Scope(business_id))
        except BusinessNotFound:
            return None
    return business.moved_now(real_now())

"""Where the work of a job comes from."""

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database

from foyer_payments.storage.businesses import Businesses


async def system_origin(database: Database, business_id: str) -> Origin:
    """This service, for a business, at the business's time."""
    scope = Scope(business_id)
    async with database.session() as session:
        business = await Businesses(session).get(scope)
    return Origin(scope, Actor.system("payments"), business.now(real_now()))

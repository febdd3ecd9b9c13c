"""What the portal itself knows of a subscription while its service is away."""

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.storage.history import subscription_name
from foyer_portal_bff.storage.reading import reading


async def find_subscription_name(database: Database, who: SignedIn, subscription_id: str) -> str | None:
    """Its name, if it is the customer's; None for another's, and for what has no history yet."""
    async with reading(database) as connection:
        return await subscription_name(connection, Scope(who.business.id, who.customer_id), subscription_id)

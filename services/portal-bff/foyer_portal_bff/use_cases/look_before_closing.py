"""Asks the services what is in the way of closing an account."""

import asyncio

from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import customer_caller
from foyer_portal_bff.gateways.models.leaving import Leaving
from foyer_portal_bff.gateways.services import Services


async def look_before_closing(services: Services, who: SignedIn) -> Leaving:
    """Raises ServiceAway: what nobody can say may be in the way."""
    caller = customer_caller(who)
    running, owed = await asyncio.gather(
        services.subscriptions.closing_blockers(caller), services.invoicing.closing_blockers(caller)
    )
    return Leaving(
        blockers=(*running.blockers, *owed.blockers), documents_kept_until=owed.documents_kept_until
    )

"""Confirms the arrival of declarations that nobody has answered for some minutes; run as a job."""

from dataclasses import replace
from datetime import datetime

from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.portal import DeclarationWaiting
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.declaration import ANSWERED_WITHIN
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.declarations import Declarations
from foyer_portal_bff.use_cases.told import declaration_facts

BATCH = 100


async def confirm_arrivals(database: Database, now: datetime) -> int:
    """Once for each; returns how many. By now, which is real, their receipt would have been the mail of what
    they led to.
    """
    origin = Origin(Scope(""), Actor.system("confirm_arrivals"), now)
    async with database.work(origin) as batch:
        declarations = Declarations(batch.session)
        clocks = await Businesses(batch.session).clocks_for_everyone()
        waiting = await declarations.claim_unanswered_for_everyone(now - ANSWERED_WITHIN, clocks, limit=BATCH)
        for declaration in waiting:
            own = Work(
                batch.session,
                replace(
                    origin,
                    scope=Scope(declaration.business_id, declaration.customer_id),
                    now=clocks.of(declaration.business_id, now),
                ),
            )
            own.announce(
                DeclarationWaiting(**declaration_facts(declaration)),
                subject=declaration.id,
                version=2,
                customer_id=declaration.customer_id,
            )
            batch.announced += own.announced
        await declarations.told_to_wait_for_everyone(waiting, now)
    return len(waiting)

"""Closes an account: its owner has typed a fresh code, and nothing is in the way."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.closing import ClosingBlocked
from foyer_portal_bff.domain.signed_in import SignedIn
from foyer_portal_bff.gateways.callers import portal_caller
from foyer_portal_bff.gateways.models.leaving import Closed
from foyer_portal_bff.gateways.services import Services
from foyer_portal_bff.storage.sessions import Sessions
from foyer_portal_bff.use_cases.carry_out_command import carry_out_command
from foyer_portal_bff.use_cases.look_before_closing import look_before_closing


async def close_account(database: Database, services: Services, who: SignedIn) -> Closed:
    """Invoicing forgets first; its event lets every other service forget, and ends all other sessions.

    Raises ClosingBlocked, and what invoicing refuses.
    """
    if (await look_before_closing(services, who)).blockers:
        raise ClosingBlocked("Something has to end or to be settled first.")
    caller = replace(
        portal_caller(who.business, scope="invoicing:write", request_id=who.request_id), actor=who.actor
    )
    closed = await carry_out_command(
        database,
        who,
        action="close_account",
        target=who.customer_id,
        owner="invoicing",
        call=services.invoicing.close(caller, who.customer_id, key=f"close-{who.customer_id}"),
    )
    async with database.work(who.origin(real_now())) as work:
        await Sessions(work.session).end(work.scope, who.session_id, work.now)
    return closed

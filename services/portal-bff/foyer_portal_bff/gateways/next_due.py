"""Asks all services what they have to do and when, and looks at the portal itself."""

import asyncio
from collections.abc import Mapping

from foyer_shared.basics.errors import FoyerError
from foyer_shared.http.callers import Caller
from foyer_shared.http.client import ServiceClient
from foyer_shared.messaging.traffic import look_at_traffic
from foyer_shared.messaging.transport import Transport, TransportAway
from foyer_shared.storage.database import Database
from pydantic import AwareDatetime

from foyer_portal_bff.domain.clock import Seen
from foyer_portal_bff.gateways.models.tolerant import Tolerant

PATIENCE = 5.0
"""Seconds for one service to answer."""


class NextDue(Tolerant):
    """What a service answers."""

    next_due: AwareDatetime | None
    last_event: int
    unsent: int
    queued: int
    at_work: int


async def look_everywhere(
    doors: Mapping[str, ServiceClient], caller: Caller, database: Database, transport: Transport
) -> list[Seen]:
    """Each service's work, and what the caller's business has due there."""
    asked = (_ask(name, door, caller) for name, door in doors.items())
    return [*await asyncio.gather(*asked), await _look_here(database, transport)]


async def _ask(name: str, door: ServiceClient, caller: Caller) -> Seen:
    try:
        answer = await door.get("/internal/next-due", caller=caller, within=PATIENCE)
    except FoyerError:
        return Seen(service=name)
    said = NextDue.model_validate(answer)
    waits = said.unsent + said.queued + said.at_work
    return Seen(service=name, next_due=said.next_due, last_event=said.last_event, waits=waits)


async def _look_here(database: Database, transport: Transport) -> Seen:
    try:
        async with database.session() as session:
            said = await look_at_traffic(session, database, transport)
    except TransportAway:
        return Seen(service=database.service)
    waits = said.unsent + said.queued + said.at_work
    return Seen(service=database.service, last_event=said.last_event, waits=waits)

"""The door at which the portal asks when a service next has something to do, while it moves a clock."""

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request

from foyer_shared.basics.errors import Unavailable
from foyer_shared.http.door import Door, Doorway, internal_door
from foyer_shared.http.models import Answer, Moment
from foyer_shared.messaging.traffic import look_at_traffic
from foyer_shared.messaging.transport import Transport, TransportAway
from foyer_shared.storage.work import Work

NextDue = Callable[[Work], Awaitable[datetime | None]]


class BusAway(Unavailable):
    """Nobody knows what is on its way."""


class NextDueAnswer(Answer):
    """When the business's clock next makes something happen here, and what the service is still busy with,
    for whichever business: events that wait to be sent or handled, and open transactions.
    """

    next_due: Moment | None
    last_event: int
    unsent: int
    queued: int
    at_work: int


async def nothing_due(_: Work) -> None:
    """Of a service to which a business's clock does nothing."""


@cache
def next_due_router(next_due: NextDue = nothing_due) -> APIRouter:
    """`GET /internal/next-due`; the scope is the portal's alone."""
    router = APIRouter()

    @router.get("/internal/next-due")
    async def get_next_due(
        request: Request, door: Annotated[Door, Depends(internal_door("clock:read"))]
    ) -> NextDueAnswer:
        """For the business of the token."""
        doorway: Doorway = request.app.state.doorway
        transport: Transport = request.app.state.transport
        async with door.reading() as work:
            try:
                traffic = await look_at_traffic(work.session, doorway.database, transport)
            except TransportAway as away:
                raise BusAway("The bus does not say what waits.") from away
            return NextDueAnswer(
                next_due=await next_due(work),
                last_event=traffic.last_event,
                unsent=traffic.unsent,
                queued=traffic.queued,
                at_work=traffic.at_work,
            )

    return router

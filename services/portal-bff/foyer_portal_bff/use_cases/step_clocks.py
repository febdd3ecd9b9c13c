"""Puts the clocks that are on their way forward, from one thing that is due to the next; run as a job."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.portal import ClockMoved
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.clock import (
    MOST_STEPS,
    ClockMove,
    Seen,
    done,
    next_stop,
    nothing_between,
    put_forward,
    stepped,
    stuck,
    takes_too_long,
    unrest,
)
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.clock_moves import ClockMoves
from foyer_portal_bff.use_cases.told import business_data

JOB = Actor.system("step_clocks")
BETWEEN_LOOKS = 0.05
"""Seconds."""

Look = Callable[[str], Awaitable[list[Seen]]]
"""Looks at all services, for a business by its id."""


async def step_clocks(database: Database, look: Look) -> int:
    """One step of each move at the most; answers how many are under way. Several processes may do this, and
    one may go on where another has ended: what counts is the row, as it was when the services were looked at.
    """
    async with database.session() as session:
        moves = await ClockMoves(session).under_way_for_everyone()
    for move in moves:
        first = await look(move.business_id)
        await asyncio.sleep(BETWEEN_LOOKS)
        second = await look(move.business_id)
        async with database.work(Origin(Scope(move.business_id), JOB, real_now())) as work:
            if await ClockMoves(work.session).get(work.scope, move.id, for_update=True) == move:
                await _step(work, move, first, second)
    return len(moves)


async def _step(work: Work, move: ClockMove, first: Sequence[Seen], second: Sequence[Seen]) -> None:
    moves, businesses = ClockMoves(work.session), Businesses(work.session)
    real = work.now
    business = await businesses.get(work.scope, for_update=True)
    now = business.now(real)
    restless = unrest(first, now) or unrest(second, now)
    if restless or not nothing_between(first, second):
        if takes_too_long(move, real):
            await moves.save(stuck(move, restless or ("events follow upon events",), real))
    elif now >= move.target:
        await moves.save(done(move, real))
    elif move.steps == MOST_STEPS:
        await moves.save(stuck(move, (f"more than {MOST_STEPS} steps",), real))
    else:
        moved = put_forward(business, next_stop(move, second), real)
        await businesses.save(moved)
        await moves.save(stepped(move, real))
        _tell(work, moved)


def _tell(work: Work, business: Business) -> None:
    work.origin = Origin(work.scope, JOB, business.now(work.now))
    event = ClockMoved(business=business_data(business))
    work.announce(event, subject=business.id, version=business.version)

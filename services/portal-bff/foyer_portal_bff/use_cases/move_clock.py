"""Begins to put the clock of a sandbox forward."""

from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.storage.work import Work

from foyer_portal_bff.domain.clock import ClockIsMoving, ClockMove, MoveStatus, check_move
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.clock_moves import ClockMoves


async def move_clock(work: Work, target: datetime, *, real: datetime) -> ClockMove:
    """The move, which `step_clocks` carries out. Raises what `check_move` does, and ClockIsMoving."""
    business = await Businesses(work.session).get(work.scope, for_update=True)
    check_move(business, target, real)
    moves = ClockMoves(work.session)
    latest = await moves.latest(work.scope)
    if latest and latest.status is MoveStatus.MOVING:
        raise ClockIsMoving("The clock is on its way already. Wait until it has arrived.")
    move = ClockMove(
        id=new_id("clk"),
        business_id=business.id,
        target=target,
        requested_by=work.actor,
        started_at=real,
        step_began_at=real,
    )
    await moves.add(move)
    return move

"""Reads what the clock of a business shows, and what became of a move."""

from dataclasses import dataclass

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.database import Database

from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.clock import ClockMove
from foyer_portal_bff.storage.businesses import Businesses
from foyer_portal_bff.storage.clock_moves import ClockMoves


@dataclass(frozen=True, slots=True)
class ClockSeen:
    """A business's clock; without a move it has always shown real time."""

    business: Business
    move: ClockMove | None


async def read_clock(database: Database, scope: Scope, move_id: str | None = None) -> ClockSeen:
    """With this move of it, else with the latest; raises ClockMoveNotFound."""
    async with database.session() as session:
        moves = ClockMoves(session)
        return ClockSeen(
            business=await Businesses(session).get(scope),
            move=await (moves.get(scope, move_id) if move_id else moves.latest(scope)),
        )

"""Moves of sandboxes' clocks."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from foyer_shared.basics.origin import Actor, Scope
from sqlalchemy import Select, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.clock import ClockMove, ClockMoveNotFound, MoveStatus
from foyer_portal_bff.storage.rows import ClockMoveRow

_COLUMNS = tuple(ClockMoveRow.__table__.columns)


class ClockMoves:
    """The repository of moves."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, move: ClockMove) -> None:
        """Store a new one."""
        await self._session.execute(insert(ClockMoveRow).values(_values(move)))

    async def save(self, move: ClockMove) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(ClockMoveRow).where(col(ClockMoveRow.id) == move.id).values(_values(move))
        )

    async def latest(self, scope: Scope) -> ClockMove | None:
        """The business's newest one."""
        return await self._first(_own(scope).order_by(col(ClockMoveRow.id).desc()))

    async def get(self, scope: Scope, move_id: str, *, for_update: bool = False) -> ClockMove:
        """One of them; raises ClockMoveNotFound."""
        query = _own(scope).where(col(ClockMoveRow.id) == move_id)
        found = await self._first(query.with_for_update() if for_update else query)
        if found is None:
            raise ClockMoveNotFound("There is no such move of the clock.")
        return found

    async def under_way_for_everyone(self) -> list[ClockMove]:
        """Those that have not ended, one of each business at the most."""
        query = select(*_COLUMNS).where(col(ClockMoveRow.status) == MoveStatus.MOVING)
        return [_move(row) for row in (await self._session.execute(query)).mappings()]

    async def _first(self, query: Select[Any]) -> ClockMove | None:
        row = (await self._session.execute(query.limit(1))).mappings().one_or_none()
        return _move(row) if row else None


def _own(scope: Scope) -> Select[Any]:
    return select(*_COLUMNS).where(col(ClockMoveRow.business_id) == scope.business_id)


def _values(move: ClockMove) -> dict[str, Any]:
    return asdict(move) | {"requested_by": str(move.requested_by), "waiting_for": list(move.waiting_for)}


def _move(row: Mapping[Any, Any]) -> ClockMove:
    return ClockMove(
        **dict(row)
        | {
            "status": MoveStatus(row["status"]),
            "waiting_for": tuple(row["waiting_for"]),
            "requested_by": Actor.parse(row["requested_by"]),
        }
    )

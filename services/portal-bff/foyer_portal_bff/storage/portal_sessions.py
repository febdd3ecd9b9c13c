"""Portal sessions."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import Label, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.portal_session import After, Flow, FlowType, PlanChange, PortalSession
from foyer_portal_bff.storage.rows import PortalSessionRow

_FIELDS = tuple(PortalSession.__dataclass_fields__)

PORTAL_SESSION_COLUMNS: Sequence[Label[Any]] = [
    col(getattr(PortalSessionRow, name)).label(f"portal_session_{name}") for name in _FIELDS
]


def as_portal_session(row: Mapping[str, Any]) -> PortalSession | None:
    """From a query with `PORTAL_SESSION_COLUMNS`; None for who signed in alone."""
    if row["portal_session_id"] is None:
        return None
    return _portal_session({name: row[f"portal_session_{name}"] for name in _FIELDS})


def _portal_session(values: dict[str, Any]) -> PortalSession:
    flow = values.pop("flow")
    return PortalSession(**values, flow=_flow(flow) if flow else None)


def _flow(stored: dict[str, Any]) -> Flow:
    return Flow(
        **stored
        | {
            "type": FlowType(stored["type"]),
            "after": After(stored["after"]),
            "change": PlanChange(**stored["change"]),
        }
    )


class PortalSessions:
    """The repository of portal sessions."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, portal_session: PortalSession) -> None:
        """Store a new one."""
        await self._session.execute(insert(PortalSessionRow).values(asdict(portal_session)))

    async def find_for_update(self, scope: Scope, portal_session_id: str) -> PortalSession | None:
        """One of the business, locked."""
        row = await self._session.scalar(
            select(PortalSessionRow)
            .where(
                col(PortalSessionRow.business_id) == scope.business_id,
                col(PortalSessionRow.id) == portal_session_id,
            )
            .with_for_update()
        )
        return _portal_session(row.model_dump()) if row else None

    async def open(self, portal_session: PortalSession, now: datetime) -> None:
        """Its link is used."""
        await self._change(portal_session, opened_at=now)

    async def keep_result(self, portal_session: PortalSession, result_id: str) -> None:
        """What its task led to."""
        await self._change(portal_session, result_id=result_id)

    async def complete(self, portal_session: PortalSession, now: datetime) -> None:
        """Its task is done, for good."""
        await self._change(portal_session, completed_at=now)

    async def _change(self, portal_session: PortalSession, **values: Any) -> None:
        await self._session.execute(
            update(PortalSessionRow)
            .where(
                col(PortalSessionRow.business_id) == portal_session.business_id,
                col(PortalSessionRow.id) == portal_session.id,
            )
            .values(values)
        )

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop those that were made before a moment; returns how many."""
        gone = await self._session.execute(
            delete(PortalSessionRow)
            .where(col(PortalSessionRow.created_at) < before)
            .returning(col(PortalSessionRow.id))
        )
        return len(gone.all())

"""The history of customers: written from events, read with the names and places of the audit log."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import String, and_, literal, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.history import HistoryEntry, HistoryLine
from foyer_portal_bff.storage.rows import AuditRow, HistoryRow, LoginRow


class History:
    """The repository of the history."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, line: HistoryLine) -> None:
        """Write a line."""
        await self._session.execute(insert(HistoryRow).values(asdict(line)))

    async def list_page(
        self,
        scope: Scope,
        *,
        services: Sequence[str],
        subject: str | None,
        before: tuple[datetime, str] | None,
        limit: int,
    ) -> list[HistoryEntry]:
        """The customer's newest lines that come from these services, those before (moment, event id), of one
        subject or of all.
        """
        query = (
            select(HistoryRow, col(LoginRow.name), col(AuditRow.ip), col(AuditRow.device))
            .outerjoin(
                AuditRow,
                and_(
                    # A person's place is shown; that of the business's own machines is not the customer's.
                    col(HistoryRow.actor).startswith("login:"),
                    col(AuditRow.request_id) == col(HistoryRow.causation_id),
                    col(AuditRow.business_id) == col(HistoryRow.business_id),
                ),
            )
            .outerjoin(
                LoginRow,
                and_(
                    literal("login:", String) + col(LoginRow.id) == col(HistoryRow.actor),
                    col(LoginRow.business_id) == col(HistoryRow.business_id),
                ),
            )
            .where(
                col(HistoryRow.business_id) == scope.business_id,
                col(HistoryRow.customer_id) == scope.customer_id,
            )
        )
        query = query.where(col(HistoryRow.service).in_(services))
        if subject is not None:
            query = query.where(col(HistoryRow.subject) == subject)
        if before is not None:
            query = query.where(tuple_(col(HistoryRow.at), col(HistoryRow.event_id)) < before)
        found = await self._session.execute(
            query.order_by(col(HistoryRow.at).desc(), col(HistoryRow.event_id).desc()).limit(limit)
        )
        return [
            HistoryEntry(HistoryLine(**row.model_dump()), name, ip, device) for row, name, ip, device in found
        ]

"""The audit log: written once, never changed."""

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_portal_bff.domain.audit import AuditEntry
from foyer_portal_bff.storage.rows import AuditRow


class Audit:
    """The repository of the audit log."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, entry: AuditEntry) -> None:
        """Write an entry."""
        await self._session.execute(
            insert(AuditRow).values(
                request_id=entry.request.id,
                business_id=entry.business_id,
                customer_id=entry.customer_id,
                actor=str(entry.actor),
                session_id=entry.session_id,
                ip=entry.request.ip,
                device=entry.request.device,
                action=entry.action,
                target=entry.target,
                outcome=entry.outcome,
                at=entry.at,
            )
        )

"""Emails that are to change once a link is opened."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.email_change import EmailChange
from foyer_portal_bff.storage.rows import EmailChangeRow


class EmailChanges:
    """The repository of these changes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, change: EmailChange) -> None:
        """Store a new one; the links that wait of the same customer work no more."""
        await self._session.execute(
            delete(EmailChangeRow).where(
                col(EmailChangeRow.business_id) == change.business_id,
                col(EmailChangeRow.customer_id) == change.customer_id,
                col(EmailChangeRow.used_at).is_(None),
            )
        )
        await self._session.execute(insert(EmailChangeRow).values(asdict(change)))

    async def of_token(self, scope: Scope, token_hash: str) -> EmailChange | None:
        """The change that a link belongs to."""
        row = await self._session.scalar(
            select(EmailChangeRow).where(
                col(EmailChangeRow.business_id) == scope.business_id,
                col(EmailChangeRow.token_hash) == token_hash,
            )
        )
        return EmailChange(**row.model_dump()) if row else None

    async def use(self, change: EmailChange, at: datetime) -> None:
        """Its link has done its work."""
        await self._session.execute(
            update(EmailChangeRow).where(col(EmailChangeRow.id) == change.id).values(used_at=at)
        )

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop those that expired before a moment; returns how many."""
        gone = await self._session.execute(
            delete(EmailChangeRow)
            .where(col(EmailChangeRow.expires_at) < before)
            .returning(col(EmailChangeRow.id))
        )
        return len(gone.all())

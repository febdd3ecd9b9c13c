"""Businesses' own words for messages."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.own_text import OwnText
from foyer_notifications.storage.rows import OwnTextRow


class OwnTexts:
    """The repository of own texts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, scope: Scope, key: str, language: str) -> OwnText | None:
        """The business's words for a message, if it has any."""
        row = await self._session.get(OwnTextRow, (scope.business_id, key, language))
        return OwnText(**row.model_dump()) if row else None

    async def all(self, scope: Scope) -> list[OwnText]:
        """All of the business; there are no more than messages times languages."""
        found = await self._session.execute(
            select(OwnTextRow).where(OwnTextRow.business_id == scope.business_id)
        )
        return [OwnText(**row.model_dump()) for row in found.scalars()]

    async def save(self, own: OwnText) -> None:
        """In place of what there was."""
        await self._session.merge(
            OwnTextRow(
                business_id=own.business_id,
                key=own.key,
                language=own.language,
                subject=own.subject,
                body=own.body,
                changed_at=own.changed_at,
            )
        )

    async def remove(self, scope: Scope, key: str, language: str) -> None:
        """Foyer's words again."""
        await self._session.execute(
            delete(OwnTextRow).where(
                col(OwnTextRow.business_id) == scope.business_id,
                col(OwnTextRow.key) == key,
                col(OwnTextRow.language) == language,
            )
        )

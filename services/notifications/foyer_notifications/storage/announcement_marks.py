"""What readers have done with announcements, stored."""

from collections.abc import Iterable
from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.announcement import Mark
from foyer_notifications.storage.rows import AnnouncementMarkRow


class AnnouncementMarks:
    """The marks of those who act for the customer of a scope."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def set(self, scope: Scope, mark: Mark) -> None:
        """Store it; what was done before stays, with the moment at which it was."""
        statement = insert(AnnouncementMarkRow).values(**asdict(mark), business_id=scope.business_id)
        dismissed = col(AnnouncementMarkRow.dismissed_at)
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["announcement_id", "customer_id", "reader"],
                set_={"dismissed_at": func.coalesce(dismissed, statement.excluded.dismissed_at)},
            )
        )

    async def of_customer(self, scope: Scope, announcement_ids: Iterable[str]) -> list[Mark]:
        """Of all who act for the customer."""
        found = await self._session.scalars(
            select(AnnouncementMarkRow)
            .where(
                AnnouncementMarkRow.business_id == scope.business_id,
                AnnouncementMarkRow.customer_id == scope.customer_id,
                col(AnnouncementMarkRow.announcement_id).in_(list(announcement_ids)),
            )
            .order_by(col(AnnouncementMarkRow.announcement_id), col(AnnouncementMarkRow.reader))
        )
        return [Mark(**row.model_dump(exclude={"business_id"})) for row in found]

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Keep none of those who acted for the customer."""
        await self._session.execute(
            delete(AnnouncementMarkRow).where(
                col(AnnouncementMarkRow.business_id) == scope.business_id,
                col(AnnouncementMarkRow.customer_id) == customer_id,
            )
        )

    async def remove(self, scope: Scope, announcement_id: str) -> None:
        """Keep none of an announcement."""
        await self._session.execute(
            delete(AnnouncementMarkRow).where(
                col(AnnouncementMarkRow.business_id) == scope.business_id,
                col(AnnouncementMarkRow.announcement_id) == announcement_id,
            )
        )

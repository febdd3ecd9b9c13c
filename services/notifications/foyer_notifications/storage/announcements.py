"""Announcements, stored."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, DateTime, and_, delete, exists, func, literal, or_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.announcement import (
    Announcement,
    AnnouncementDetails,
    AnnouncementNotFound,
    AnnouncementStatus,
    Level,
    Words,
)
from foyer_notifications.domain.subscription import LIVE
from foyer_notifications.storage.rows import AnnouncementRow, BusinessRow, SubscriptionRow

_FROM, _UNTIL = col(AnnouncementRow.shown_from), col(AnnouncementRow.shown_until)


class Announcements:
    """The announcements of the business of a scope; those that concern its customer where it says so."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, announcement: Announcement) -> None:
        """Store a new one."""
        self._session.add(AnnouncementRow(**_columns(announcement)))
        await self._session.flush()

    async def save(self, announcement: Announcement) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(AnnouncementRow)
            .where(col(AnnouncementRow.id) == announcement.id)
            .values(**_columns(announcement))
        )

    async def remove(self, announcement: Announcement) -> None:
        """Keep nothing of it."""
        await self._session.execute(delete(AnnouncementRow).where(col(AnnouncementRow.id) == announcement.id))

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Keep none that is for the customer alone."""
        await self._session.execute(
            delete(AnnouncementRow).where(
                col(AnnouncementRow.business_id) == scope.business_id,
                col(AnnouncementRow.customer_id) == customer_id,
            )
        )

    async def get_for_update(self, scope: Scope, announcement_id: str) -> Announcement:
        """One of the business's, locked. Raises AnnouncementNotFound."""
        return await self._one(
            select(AnnouncementRow)
            .where(
                AnnouncementRow.id == announcement_id, col(AnnouncementRow.business_id) == scope.business_id
            )
            .with_for_update()
        )

    async def get(self, scope: Scope, announcement_id: str) -> Announcement:
        """One of the business's. Raises AnnouncementNotFound."""
        return await self._one(
            select(AnnouncementRow).where(
                AnnouncementRow.id == announcement_id, col(AnnouncementRow.business_id) == scope.business_id
            )
        )

    async def get_shown(self, scope: Scope, announcement_id: str, now: datetime) -> Announcement:
        """One that the customer sees now. Raises AnnouncementNotFound."""
        return await self._one(
            select(AnnouncementRow).where(AnnouncementRow.id == announcement_id, _shown(scope, now))
        )

    async def list_page(
        self,
        scope: Scope,
        *,
        before: str | None,
        limit: int,
        status: AnnouncementStatus | None,
        now: datetime,
    ) -> list[Announcement]:
        """The newest of the business, those made before the one with id `before`; of one status, if given."""
        query = select(AnnouncementRow).where(AnnouncementRow.business_id == scope.business_id)
        if status is not None:
            query = query.where(_has(status, now))
        return await self._page(query, before, limit)

    async def list_shown(
        self, scope: Scope, *, before: str | None = None, limit: int, now: datetime
    ) -> list[Announcement]:
        """The newest that the customer sees now."""
        return await self._page(select(AnnouncementRow).where(_shown(scope, now)), before, limit)

    async def for_one(self, scope: Scope) -> list[Announcement]:
        """All that are for the customer alone, the newest first."""
        query = select(AnnouncementRow).where(
            AnnouncementRow.business_id == scope.business_id, AnnouncementRow.customer_id == scope.customer_id
        )
        return await self._page(query, None, None)

    async def due_for_everyone(self, real: datetime, *, limit: int) -> list[tuple[str, str, int]]:
        """Of which customers are to be told something by the business's clock: the ids of the business and
        of the announcement, and the seconds by which that clock is ahead.
        """
        ahead = func.make_interval(0, 0, 0, 0, 0, 0, col(BusinessRow.clock_offset))
        found = await self._session.execute(
            select(col(AnnouncementRow.business_id), col(AnnouncementRow.id), col(BusinessRow.clock_offset))
            .join(BusinessRow, col(BusinessRow.id) == col(AnnouncementRow.business_id))
            .where(col(AnnouncementRow.due_at) <= literal(real, DateTime(timezone=True)) + ahead)
            .order_by(col(AnnouncementRow.due_at))
            .limit(limit)
        )
        return [(business_id, announcement_id, offset) for business_id, announcement_id, offset in found]

    async def next_due(self, scope: Scope) -> datetime | None:
        """When customers of the business are told next."""
        at: datetime | None = await self._session.scalar(
            select(func.min(col(AnnouncementRow.due_at))).where(
                col(AnnouncementRow.business_id) == scope.business_id
            )
        )
        return at

    async def _one(self, query: Any) -> Announcement:
        row = (await self._session.execute(query)).scalar_one_or_none()
        if row is None:
            raise AnnouncementNotFound("There is no such announcement.")
        return _announcement(row)

    async def _page(self, query: Any, before: str | None, limit: int | None) -> list[Announcement]:
        if before is not None:
            query = query.where(col(AnnouncementRow.id) < before)
        found: Sequence[AnnouncementRow] = (
            await self._session.scalars(query.order_by(col(AnnouncementRow.id).desc()).limit(limit))
        ).all()
        return [_announcement(row) for row in found]


def _shown(scope: Scope, now: datetime) -> ColumnElement[bool]:
    """What the customer of the scope sees."""
    has_product = exists().where(
        col(SubscriptionRow.business_id) == scope.business_id,
        col(SubscriptionRow.customer_id) == scope.customer_id,
        col(SubscriptionRow.status).in_(LIVE),
        col(AnnouncementRow.product_id) == func.any(col(SubscriptionRow.product_ids)),
    )
    for_all = and_(col(AnnouncementRow.product_id).is_(None), col(AnnouncementRow.customer_id).is_(None))
    return and_(
        col(AnnouncementRow.business_id) == scope.business_id,
        _has(AnnouncementStatus.ACTIVE, now),
        or_(for_all, col(AnnouncementRow.customer_id) == scope.customer_id, has_product),
    )


def _has(status: AnnouncementStatus, now: datetime) -> ColumnElement[bool]:
    """`status_of`, as a condition."""
    goes_on = or_(_UNTIL.is_(None), now < _UNTIL)
    match status:
        case AnnouncementStatus.SCHEDULED:
            return and_(now < _FROM, goes_on)
        case AnnouncementStatus.ACTIVE:
            return and_(now >= _FROM, goes_on)
        case AnnouncementStatus.OVER:
            return now >= _UNTIL


def _columns(announcement: Announcement) -> dict[str, object]:
    columns: dict[str, object] = asdict(announcement)
    del columns["details"]
    details: dict[str, object] = asdict(announcement.details)
    del details["words"]
    return columns | details | asdict(announcement.details.words) | {"due_at": announcement.due_at}


def _announcement(row: AnnouncementRow) -> Announcement:
    return Announcement(
        id=row.id,
        business_id=row.business_id,
        version=row.version,
        details=AnnouncementDetails(
            level=Level(row.level),
            words=Words(title=row.title, text=row.text),
            translations={tag: Words(**words) for tag, words in row.translations.items()},
            shown_from=row.shown_from,
            shown_until=row.shown_until,
            dismissible=row.dismissible,
        ),
        product_id=row.product_id,
        customer_id=row.customer_id,
        created_at=row.created_at,
        told=AnnouncementStatus(row.told),
    )

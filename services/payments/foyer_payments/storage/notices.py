"""The inbox of webhooks: each is kept once, and looked into later."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from foyer_shared.basics.ids import new_id
from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.provided import Notice
from foyer_payments.storage.rows import NoticeRow


@dataclass(frozen=True, slots=True)
class KeptNotice:
    """Where to look, and with which account."""

    id: str
    account_id: str
    about: str
    provided_id: str


class Notices:
    """Reads and writes notices."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, account_id: str, notices: Iterable[Notice], real: datetime) -> int:
        """How many are new."""
        values = [
            {
                "id": new_id("ntc"),
                "account_id": account_id,
                "notice_id": notice.id,
                "about": notice.about,
                "provided_id": notice.provided_id,
                "received_at": real,
                "tries": 0,
                "look_at": real,
            }
            for notice in notices
        ]
        if not values:
            return 0
        added = await self._session.scalars(
            insert(NoticeRow).values(values).on_conflict_do_nothing().returning(col(NoticeRow.id))
        )
        return len(added.all())

    async def get_for_everyone(self, notice_id: str) -> KeptNotice:
        """It is there: none is deleted before it was looked into."""
        row = (await self._session.scalars(select(NoticeRow).where(col(NoticeRow.id) == notice_id))).one()
        return KeptNotice(row.id, row.account_id, row.about, row.provided_id)

    async def close(self, notice_id: str) -> None:
        """It was looked into."""
        await self._session.execute(
            update(NoticeRow)
            .where(col(NoticeRow.id) == notice_id)
            .values(look_at=None)
            .execution_options(synchronize_session=False)
        )

    async def forget_closed_for_everyone(self, before: datetime, *, limit: int) -> int:
        """Delete those that came before a real moment and were looked into; how many."""
        old = (
            select(col(NoticeRow.id))
            .where(col(NoticeRow.received_at) < before, col(NoticeRow.look_at).is_(None))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._session.scalars(
            delete(NoticeRow)
            .where(col(NoticeRow.id).in_(old))
            .returning(col(NoticeRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())

"""Calls of those who show no key of ours, counted in the database for all processes."""

from datetime import datetime
from typing import Any

from sqlalchemy import case, delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.rate_limit import Counted, Rate
from foyer_portal_bff.storage.rows import RateLimitRow


class RateLimits:
    """The buckets of callers; they belong to no business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def count_for_everyone(self, rate: Rate, bucket: str, *, now: datetime) -> Counted:
        """Count one call more; after the window it begins anew."""
        over = col(RateLimitRow.began_at) <= now - rate.window
        statement = insert(RateLimitRow).values(bucket=bucket, began_at=now, calls=1)
        changes: dict[str, Any] = {
            "began_at": case((over, now), else_=col(RateLimitRow.began_at)),
            "calls": case((over, 1), else_=col(RateLimitRow.calls) + 1),
        }
        row = await self._session.execute(
            statement.on_conflict_do_update(index_elements=["bucket"], set_=changes).returning(
                col(RateLimitRow.calls), col(RateLimitRow.began_at)
            )
        )
        calls, began_at = row.one()
        return Counted(calls, began_at)

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop the buckets of before; answers how many."""
        old = delete(RateLimitRow).where(col(RateLimitRow.began_at) < before)
        gone = await self._session.execute(old.returning(col(RateLimitRow.bucket)))
        return len(gone.all())

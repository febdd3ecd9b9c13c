"""What is known of businesses."""

from datetime import timedelta
from zoneinfo import ZoneInfo

from foyer_shared.basics.clock import Clocks
from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.errors import BusinessNotKnownYet
from foyer_subscriptions.storage.rows import BusinessRow


class Businesses:
    """The copies of businesses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def zone(self, scope: Scope) -> ZoneInfo:
        """The business's time zone."""
        row = await self._session.get(BusinessRow, scope.business_id)
        if row is None:
            raise BusinessNotKnownYet("This business was set up a moment ago. Please try again.")
        return ZoneInfo(row.zone)

    async def clocks_for_everyone(self) -> Clocks:
        """What the clocks of all businesses show."""
        moved = await self._session.execute(
            select(col(BusinessRow.id), col(BusinessRow.clock_offset)).where(
                col(BusinessRow.clock_offset) > 0
            )
        )
        return Clocks({business_id: timedelta(seconds=ahead) for business_id, ahead in moved})

"""What is known of businesses."""

from zoneinfo import ZoneInfo

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession

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

"""Copies of businesses."""

from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_notifications.domain.business import Business, Mailing
from foyer_notifications.domain.errors import BusinessNotKnownYet
from foyer_notifications.storage.rows import BusinessRow


def business_row(business: Business) -> BusinessRow:
    """The row of a business."""
    return BusinessRow(**asdict(business))


class Businesses:
    """Reads of the copies."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, scope: Scope) -> Business | None:
        """The business of the scope, if it is known."""
        row = await self._session.get(BusinessRow, scope.business_id)
        return Business(**row.model_dump(exclude={"mail"}), mail=Mailing(row.mail)) if row else None

    async def get(self, scope: Scope) -> Business:
        """The business of the scope; raises `BusinessNotKnownYet`."""
        found = await self.find(scope)
        if found is None:
            raise BusinessNotKnownYet("This business is not known here yet.")
        return found

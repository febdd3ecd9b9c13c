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

    async def get(self, scope: Scope) -> Business:
        """The business of the scope; raises `BusinessNotKnownYet`."""
        row = await self._session.get(BusinessRow, scope.business_id)
        if row is None:
            raise BusinessNotKnownYet("This business is not known here yet.")
        return Business(**row.model_dump(exclude={"mail"}), mail=Mailing(row.mail))

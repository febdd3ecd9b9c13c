"""Drawing numbers without a gap."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.ticket_number import FIRST
from foyer_support.storage.rows import NumberSeriesRow


class NumberSeries:
    """The series of ticket numbers of each business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def draw(self, scope: Scope) -> int:
        """The next number.

        The upsert locks the row until the work ends, so whoever draws next waits for this commit, and a
        rollback gives the number back: draw last, when nothing can be refused any more.
        """
        statement = insert(NumberSeriesRow).values(business_id=scope.business_id, last=FIRST)
        drawn = await self._session.scalars(
            statement.on_conflict_do_update(
                index_elements=["business_id"], set_={"last": NumberSeriesRow.last + 1}
            ).returning(col(NumberSeriesRow.last))
        )
        return drawn.one()

"""Drawing numbers without a gap."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.document_number import Series
from foyer_invoicing.storage.rows import NumberSeriesRow


class NumberSeries:
    """The series of numbers of each business."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def draw(self, scope: Scope, series: Series) -> int:
        """The next number of a series.

        The upsert locks the series until the work ends, so whoever draws next waits for this commit, and a
        rollback gives the number back: draw late, when nothing can be refused any more. An order draws its
        invoice's number first, so that nobody waits crosswise.
        """
        statement = insert(NumberSeriesRow).values(
            business_id=scope.business_id, series=series.name, year=series.year, last=series.first
        )
        statement = statement.on_conflict_do_update(
            index_elements=["business_id", "series", "year"], set_={"last": col(NumberSeriesRow.last) + 1}
        )
        drawn = await self._session.execute(statement.returning(col(NumberSeriesRow.last)))
        return drawn.scalar_one()

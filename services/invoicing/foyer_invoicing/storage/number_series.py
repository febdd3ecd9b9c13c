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

    async def draw(self, scope: Scope, *series: Series) -> list[int]:
        """The next number of each series.

        The upsert locks the rows until the work ends, in the order named, so whoever draws next waits for
        this commit, and a rollback gives the numbers back: draw last, when nothing can be refused any more.
        """
        statement = insert(NumberSeriesRow).values(
            [
                {"business_id": scope.business_id, "series": each.name, "year": each.year, "last": each.first}
                for each in series
            ]
        )
        statement = statement.on_conflict_do_update(
            index_elements=["business_id", "series", "year"], set_={"last": col(NumberSeriesRow.last) + 1}
        )
        drawn = await self._session.execute(
            statement.returning(
                col(NumberSeriesRow.series), col(NumberSeriesRow.year), col(NumberSeriesRow.last)
            )
        )
        numbers = {(name, year): last for name, year, last in drawn}
        return [numbers[each.name, each.year] for each in series]

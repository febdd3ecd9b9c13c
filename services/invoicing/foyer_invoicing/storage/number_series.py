"""Drawing numbers without a gap."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

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
        drawn = await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["business_id", "series", "year"], set_={"last": NumberSeriesRow.last + 1}
            ).returning(NumberSeriesRow.series, NumberSeriesRow.year, NumberSeriesRow.last)
        )
        numbers = {(name, year): last for name, year, last in drawn.tuples()}
        return [numbers[each.name, each.year] for each in series]

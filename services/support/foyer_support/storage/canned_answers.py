"""Answers that staff give often, in the database."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, delete, select, tuple_
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.canned_answer import CannedAnswer
from foyer_support.domain.errors import CannedAnswerNotFound
from foyer_support.storage.rows import CannedAnswerRow


class CannedAnswers:
    """Reads and writes canned answers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, answer_id: str) -> CannedAnswer:
        """Raises CannedAnswerNotFound."""
        row = await self._session.scalar(_select(scope).where(col(CannedAnswerRow.id) == answer_id))
        if row is None:
            raise CannedAnswerNotFound("There is no such answer.")
        return _answer(row)

    async def list_page(self, scope: Scope, *, limit: int, after: str | None = None) -> list[CannedAnswer]:
        """By title, beginning after the answer with the id `after`."""
        query = _select(scope).order_by(col(CannedAnswerRow.title), col(CannedAnswerRow.id)).limit(limit)
        if after is not None:
            last = select(col(CannedAnswerRow.title), col(CannedAnswerRow.id)).where(
                col(CannedAnswerRow.id) == after
            )
            query = query.where(tuple_(CannedAnswerRow.title, CannedAnswerRow.id) > last.scalar_subquery())
        return [_answer(row) for row in await self._session.scalars(query)]

    async def save(self, answer: CannedAnswer) -> None:
        """Write a new one, or another wording."""
        words = {"title": answer.title, "text": answer.text}
        statement = insert(CannedAnswerRow).values(id=answer.id, business_id=answer.business_id, **words)
        await self._session.execute(statement.on_conflict_do_update(index_elements=["id"], set_=words))

    async def remove(self, scope: Scope, answer_id: str) -> CannedAnswer:
        """What it was; raises CannedAnswerNotFound."""
        answer = await self.get(scope, answer_id)
        await self._session.execute(
            delete(CannedAnswerRow)
            .where(col(CannedAnswerRow.id) == answer_id)
            .execution_options(synchronize_session=False)
        )
        return answer


def _select(scope: Scope) -> Select[CannedAnswerRow]:
    return select(CannedAnswerRow).where(col(CannedAnswerRow.business_id) == scope.business_id)


def _answer(row: CannedAnswerRow) -> CannedAnswer:
    return CannedAnswer(id=row.id, business_id=row.business_id, title=row.title, text=row.text)

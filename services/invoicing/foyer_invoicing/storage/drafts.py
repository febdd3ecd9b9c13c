"""Drafts of invoices in the database."""

from collections.abc import Sequence

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from foyer_invoicing.domain.draft import Draft
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.storage.documents import (
    lines_as_stored,
    lines_from_stored,
    totals_as_stored,
    totals_from_stored,
)
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import DraftRow


class Drafts:
    """Reads and writes drafts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_with_lines(
        self, scope: Scope, draft_id: str, *, for_update: bool = False
    ) -> tuple[Draft, tuple[TaxedLine, ...]] | None:
        """None when there is no such draft, or none any more; locked until the end of the work if wanted."""
        query = select(DraftRow).where(owned_by(scope, DraftRow), col(DraftRow.id) == draft_id)
        row = await self._session.scalar(query.with_for_update() if for_update else query)
        return (_draft(row), lines_from_stored(row.lines, row.currency)) if row else None

    async def list_page(
        self, scope: Scope, *, limit: int, after: Place | None = None, customer_id: str | None = None
    ) -> list[Draft]:
        """The newest first, beginning after a place; of one customer when it is named."""
        query = (
            select(DraftRow)
            .where(owned_by(scope, DraftRow))
            .options(defer(col(DraftRow.lines), raiseload=True))
            .order_by(col(DraftRow.made_at).desc(), col(DraftRow.id).desc())
            .limit(limit)
        )
        if customer_id is not None:
            query = query.where(col(DraftRow.customer_id) == customer_id)
        if after is not None:
            query = query.where(tuple_(col(DraftRow.made_at), col(DraftRow.id)) < after)
        return [_draft(row) for row in await self._session.scalars(query)]

    async def add(self, draft: Draft, lines: Sequence[TaxedLine]) -> None:
        """Write a new one."""
        await self._session.execute(insert(DraftRow).values(id=draft.id, **_stored(draft, lines)))

    async def save(self, draft: Draft, lines: Sequence[TaxedLine]) -> None:
        """Write all of a changed one."""
        await self._session.execute(
            update(DraftRow)
            .where(col(DraftRow.id) == draft.id)
            .values(**_stored(draft, lines))
            .execution_options(synchronize_session=False)
        )

    async def remove(self, draft_id: str) -> None:
        """It leaves nothing behind."""
        await self._session.execute(delete(DraftRow).where(col(DraftRow.id) == draft_id))

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Remove all of a customer's."""
        await self._session.execute(
            delete(DraftRow).where(owned_by(scope, DraftRow), col(DraftRow.customer_id) == customer_id)
        )


def _stored(draft: Draft, lines: Sequence[TaxedLine]) -> dict[str, object]:
    return {
        "business_id": draft.business_id,
        "customer_id": draft.customer_id,
        **totals_as_stored(draft.totals),
        "lines": lines_as_stored(lines),
        "asked": dict(draft.asked),
        "made_at": draft.made_at,
        "changed_at": draft.changed_at,
    }


def _draft(row: DraftRow) -> Draft:
    return Draft(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        totals=totals_from_stored(row),
        asked=row.asked,
        made_at=row.made_at,
        changed_at=row.changed_at,
    )

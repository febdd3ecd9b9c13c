"""Papers in the database: what is to be made, who makes it, and where it lies."""

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.paper import Paper, PaperFile, PaperKind, PaperNotFound, next_try
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.rows import BusinessRow, PaperRow

_NOT_MADE = col(PaperRow.made_at).is_(None)


class Papers:
    """Reads and writes papers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, kind: PaperKind, subject_id: str) -> Paper:
        """Raises PaperNotFound."""
        row = await self._session.scalar(
            select(PaperRow).where(
                owned_by(scope, PaperRow),
                col(PaperRow.kind) == kind,
                col(PaperRow.subject_id) == subject_id,
            )
        )
        if row is None:
            raise PaperNotFound("There is no such document.")
        return paper_of(row)

    async def made_of(self, scope: Scope, subject_ids: Iterable[str]) -> frozenset[str]:
        """Those of the invoices, credit notes and payments whose papers can be fetched."""
        query = select(col(PaperRow.subject_id)).where(
            owned_by(scope, PaperRow),
            col(PaperRow.kind).in_(list(PaperKind)),  # The index begins with it.
            col(PaperRow.subject_id).in_(list(subject_ids)),
            col(PaperRow.made_at).is_not(None),
        )
        return frozenset(await self._session.scalars(query))

    async def add(
        self, kind: PaperKind, subject_id: str, *, number: str, business_id: str, customer_id: str
    ) -> None:
        """One that is to be made once this has committed."""
        await self._session.execute(
            insert(PaperRow).values(
                id=new_id("doc"),
                business_id=business_id,
                customer_id=customer_id,
                kind=kind,
                subject_id=subject_id,
                number=number,
                attempts=0,
            )
        )

    async def claim_for_everyone(self, now: datetime, *, limit: int) -> list[Paper]:
        """Those that are to be made now, the longest waiting first, save those that another has; until their
        next try they are the caller's alone.

        Those of businesses whose name is not known yet wait for it.
        """
        named = select(col(BusinessRow.id)).where(col(BusinessRow.legal_name) != "")
        rows = await self._session.scalars(
            select(PaperRow)
            .where(_NOT_MADE, col(PaperRow.due_at) <= now, col(PaperRow.business_id).in_(named))
            .order_by(col(PaperRow.due_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = [paper_of(row) for row in rows]
        if claimed:
            tries = [
                {"id": paper.id, "attempts": paper.attempts + 1, "due_at": next_try(paper.attempts, now)}
                for paper in claimed
            ]
            await self._session.execute(update(PaperRow), tries)
        return claimed

    async def try_now(self, scope: Scope) -> None:
        """Those of the business that are not made yet, as what they wait for may be here."""
        # In one order, so that two who do this at once wait for each other and never crosswise.
        waiting = (
            select(col(PaperRow.id))
            .where(owned_by(scope, PaperRow), _NOT_MADE)
            .order_by(col(PaperRow.id))
            .with_for_update()
        )
        await self._session.execute(
            update(PaperRow)
            .where(col(PaperRow.id).in_(waiting))
            .values(due_at=func.now())
            .execution_options(synchronize_session=False)
        )

    async def keep(self, paper: Paper) -> bool:
        """Write where a paper lies; False when another was quicker."""
        kept = await self._session.scalar(
            update(PaperRow)
            .where(col(PaperRow.id) == paper.id, _NOT_MADE)
            .values(
                made_at=paper.made_at,
                pdf=asdict(paper.pdf) if paper.pdf else None,
                xml=asdict(paper.xml) if paper.xml else None,
            )
            .returning(col(PaperRow.id))
            .execution_options(synchronize_session=False)
        )
        return kept is not None


def paper_of(row: PaperRow) -> Paper:
    """The row as the domain knows it."""
    return Paper(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        kind=PaperKind(row.kind),
        subject_id=row.subject_id,
        number=row.number,
        attempts=row.attempts,
        made_at=row.made_at,
        pdf=PaperFile(**row.pdf) if row.pdf else None,
        xml=PaperFile(**row.xml) if row.xml else None,
    )

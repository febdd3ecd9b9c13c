"""Mandates in the database."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from foyer_shared.storage.sealing import Seal
from sqlalchemy import insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from foyer_payments.domain.errors import MandateNotFound
from foyer_payments.domain.iban import Iban
from foyer_payments.domain.mandate import Mandate
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import MandateRow

WITHOUT_IBAN = defer(MandateRow.iban_sealed, raiseload=True)
"""Reads leave the sealed IBAN where it is."""


class Mandates:
    """Reads and writes mandates."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, mandate_id: str) -> Mandate:
        """Raises MandateNotFound."""
        row = await self._session.scalar(
            select(MandateRow)
            .where(owned_by(scope, MandateRow), col(MandateRow.id) == mandate_id)
            .options(WITHOUT_IBAN)
        )
        if row is None:
            raise MandateNotFound("There is no such mandate.")
        return mandate(row)

    async def list_page(
        self, scope: Scope, *, limit: int, after: str | None = None, customer_id: str | None = None
    ) -> list[Mandate]:
        """The newest first, beginning after the mandate with the id `after`; of one customer when named."""
        place = tuple_(MandateRow.recorded_at, MandateRow.id)
        query = (
            select(MandateRow)
            .where(owned_by(scope, MandateRow))
            .order_by(col(MandateRow.recorded_at).desc(), col(MandateRow.id).desc())
            .limit(limit)
            .options(WITHOUT_IBAN)
        )
        if customer_id is not None:
            query = query.where(col(MandateRow.customer_id) == customer_id)
        if after is not None:
            last = select(col(MandateRow.recorded_at), col(MandateRow.id)).where(col(MandateRow.id) == after)
            query = query.where(place < last.scalar_subquery())
        return [mandate(row) for row in await self._session.scalars(query)]

    async def add(self, mandate: Mandate, iban: Iban | None, seal: Seal) -> None:
        """Write a new mandate and seal its IBAN, unless only a provider knows that."""
        sealed = seal.seal(iban.full) if iban else b""
        await self._session.execute(insert(MandateRow).values(**asdict(mandate), iban_sealed=sealed))

    async def save(self, mandate: Mandate) -> None:
        """Write what can change of a mandate."""
        await self._session.execute(
            update(MandateRow)
            .where(col(MandateRow.id) == mandate.id)
            .values(status=mandate.status, version=mandate.version)
            .execution_options(synchronize_session=False)
        )

    async def forget_at(self, scope: Scope, customer_id: str, at: datetime) -> None:
        """Say when a customer's mandates are to be emptied; what was said first holds."""
        await self._session.execute(
            update(MandateRow)
            .where(
                col(MandateRow.business_id) == scope.business_id,
                col(MandateRow.customer_id) == customer_id,
                col(MandateRow.forget_at).is_(None),
                col(MandateRow.holder) != "",
            )
            .values(forget_at=at)
            .execution_options(synchronize_session=False)
        )

    async def forget_due_for_everyone(self, now: datetime, *, limit: int) -> int:
        """Empty whose account they are for; how many. What somebody else has locked is left to them."""
        due = (
            select(col(MandateRow.id))
            .where(col(MandateRow.forget_at) <= now)
            .order_by(col(MandateRow.forget_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        forgotten = await self._session.scalars(
            update(MandateRow)
            .where(col(MandateRow.id).in_(due))
            .values(holder="", iban_masked="", iban_sealed=b"", forget_at=None)
            .returning(col(MandateRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(forgotten.all())


def mandate(row: MandateRow) -> Mandate:
    """The row as the domain knows it."""
    values = row.model_dump(exclude={"iban_sealed", "forget_at"})
    return Mandate(**values | {"status": MandateStatus(row.status)})

"""What banks took back of payments and what is contested of them, in the database."""

from dataclasses import dataclass

from foyer_shared.basics.ids import new_id
from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.provided import Dispute, Reversal
from foyer_payments.storage.rows import DisputeRow, ReversalRow


@dataclass(frozen=True, slots=True)
class KeptDispute:
    """What was told of a dispute so far."""

    id: str
    status: str
    version: int


class TakenBack:
    """Reads and writes it; whoever does has locked the payment."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_reversal(self, payment_id: str, reversal: Reversal) -> str | None:
        """Its id when it is new."""
        added: str | None = await self._session.scalar(
            insert(ReversalRow)
            .values(
                id=new_id("rev"),
                payment_id=payment_id,
                provided_id=reversal.id,
                amount=reversal.amount.amount,
                code=reversal.failure.code,
            )
            .on_conflict_do_nothing()
            .returning(col(ReversalRow.id))
        )
        return added

    async def undo_reversal(self, payment_id: str, reversal: Reversal) -> str | None:
        """Its id when that is news."""
        undone: str | None = await self._session.scalar(
            update(ReversalRow)
            .where(
                col(ReversalRow.payment_id) == payment_id,
                col(ReversalRow.provided_id) == reversal.id,
                ~col(ReversalRow.undone),
            )
            .values(undone=True)
            .returning(col(ReversalRow.id))
            .execution_options(synchronize_session=False)
        )
        return undone

    async def reversed_of(self, payment_id: str) -> int:
        """How much of a payment banks took back for good, in minor units, lost disputes included."""
        reversals = select(func.coalesce(func.sum(col(ReversalRow.amount)), 0)).where(
            col(ReversalRow.payment_id) == payment_id, ~col(ReversalRow.undone)
        )
        disputes = select(func.coalesce(func.sum(col(DisputeRow.amount)), 0)).where(
            col(DisputeRow.payment_id) == payment_id, col(DisputeRow.status) == "lost"
        )
        return int((await self._session.scalar(reversals)) or 0) + int(
            (await self._session.scalar(disputes)) or 0
        )

    async def dispute(self, payment_id: str, provided_id: str) -> KeptDispute | None:
        """What is known of it."""
        row = await self._session.scalar(
            select(DisputeRow)
            .where(col(DisputeRow.payment_id) == payment_id, col(DisputeRow.provided_id) == provided_id)
            .execution_options(populate_existing=True)
        )
        return None if row is None else KeptDispute(row.id, row.status, row.version)

    async def add_dispute(self, payment_id: str, dispute: Dispute) -> KeptDispute:
        """A new one, which is open."""
        kept = KeptDispute(new_id("dsp"), "open", 1)
        await self._session.execute(
            insert(DisputeRow).values(
                id=kept.id,
                payment_id=payment_id,
                provided_id=dispute.id,
                amount=dispute.amount.amount,
                reason=dispute.reason,
                status=kept.status,
                version=kept.version,
            )
        )
        return kept

    async def save_dispute(self, kept: KeptDispute) -> None:
        """How it ended."""
        await self._session.execute(
            update(DisputeRow)
            .where(col(DisputeRow.id) == kept.id)
            .values(status=kept.status, version=kept.version)
            .execution_options(synchronize_session=False)
        )

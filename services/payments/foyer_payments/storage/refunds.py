"""Refunds in the database."""

from datetime import datetime

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.errors import RefundNotFound
from foyer_payments.domain.refund import Refund, RefundStatus
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import RefundRow

WAITING = (RefundStatus.CREATED, RefundStatus.PENDING)


class Refunds:
    """Reads and writes refunds; whoever changes one has locked its payment."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, refund_id: str) -> Refund:
        """Raises RefundNotFound."""
        return await self._one(owned_by(scope, RefundRow), col(RefundRow.id) == refund_id)

    async def get_for_everyone(self, refund_id: str) -> Refund:
        """Whosever it is: a job asks. Raises RefundNotFound."""
        return await self._one(col(RefundRow.id) == refund_id)

    async def of_payment(self, payment_id: str) -> list[Refund]:
        """The oldest first."""
        rows = await self._session.scalars(
            select(RefundRow)
            .where(col(RefundRow.payment_id) == payment_id)
            .order_by(col(RefundRow.created_at), col(RefundRow.id))
            .execution_options(populate_existing=True)
        )
        return [_refund(row) for row in rows]

    async def list_page(
        self, scope: Scope, *, limit: int, after: str | None = None, payment_id: str | None = None
    ) -> list[Refund]:
        """The newest first, beginning after the refund with the id `after`; of one payment when named."""
        query = (
            select(RefundRow)
            .where(owned_by(scope, RefundRow))
            .order_by(col(RefundRow.created_at).desc(), col(RefundRow.id).desc())
            .limit(limit)
        )
        if payment_id is not None:
            query = query.where(col(RefundRow.payment_id) == payment_id)
        if after is not None:
            last = select(col(RefundRow.created_at), col(RefundRow.id)).where(col(RefundRow.id) == after)
            place = tuple_(RefundRow.created_at, RefundRow.id)
            query = query.where(place < last.scalar_subquery())
        return [_refund(row) for row in await self._session.scalars(query)]

    async def add(self, refund: Refund, *, look_at: datetime | None) -> bool:
        """Write a new refund, unless its credit note has it already."""
        added = await self._session.scalar(
            insert(RefundRow)
            .values(
                **_changing(refund),
                id=refund.id,
                business_id=refund.business_id,
                customer_id=refund.customer_id,
                payment_id=refund.payment_id,
                amount=refund.amount.amount,
                currency=refund.amount.currency,
                credit_note_id=refund.credit_note_id,
                created_at=refund.created_at,
                tries=0,
                look_at=look_at,
            )
            .on_conflict_do_nothing()
            .returning(col(RefundRow.id))
        )
        return added is not None

    async def save(self, refund: Refund) -> None:
        """Write what can change of a refund; one that is decided is looked at no more."""
        values = _changing(refund) | ({} if refund.status in WAITING else {"look_at": None})
        await self._session.execute(
            update(RefundRow)
            .where(col(RefundRow.id) == refund.id)
            .values(values)
            .execution_options(synchronize_session=False)
        )

    async def _one(self, *conditions: ColumnElement[bool]) -> Refund:
        row = await self._session.scalar(
            select(RefundRow).where(*conditions).execution_options(populate_existing=True)
        )
        if row is None:
            raise RefundNotFound("There is no such refund.")
        return _refund(row)


def _changing(refund: Refund) -> dict[str, object]:
    return {
        "status": refund.status,
        "provided_id": refund.provided_id,
        "failure_code": refund.failure_code,
        "version": refund.version,
    }


def _refund(row: RefundRow) -> Refund:
    return Refund(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        payment_id=row.payment_id,
        amount=Money(row.amount, row.currency),
        created_at=row.created_at,
        credit_note_id=row.credit_note_id,
        status=RefundStatus(row.status),
        provided_id=row.provided_id,
        failure_code=row.failure_code,
        version=row.version,
    )

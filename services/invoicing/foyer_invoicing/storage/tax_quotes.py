"""Tax quotes in the database."""

from dataclasses import asdict
from datetime import timedelta

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.tax_quote import TaxQuote, TaxQuoteNotFound
from foyer_invoicing.storage.documents import (
    lines_as_stored,
    lines_from_stored,
    totals_as_stored,
    totals_from_stored,
)
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.parties import address_from_stored
from foyer_invoicing.storage.rows import TaxQuoteRow


class TaxQuotes:
    """Reads and writes tax quotes."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_for_update(self, scope: Scope, quote_id: str) -> TaxQuote:
        """Locked until the end of the work; raises TaxQuoteNotFound."""
        row = await self._session.scalar(
            select(TaxQuoteRow)
            .where(owned_by(scope, TaxQuoteRow), col(TaxQuoteRow.id) == quote_id)
            .with_for_update()
        )
        if row is None:
            raise TaxQuoteNotFound("There is no such tax quote.")
        return _quote(row)

    async def find(self, scope: Scope, *, customer_id: str, reference: str) -> TaxQuote | None:
        """The newest one that was made for this."""
        row = await self._session.scalar(
            select(TaxQuoteRow)
            .where(
                owned_by(scope, TaxQuoteRow),
                col(TaxQuoteRow.customer_id) == customer_id,
                col(TaxQuoteRow.reference) == reference,
            )
            .order_by(col(TaxQuoteRow.quoted_at).desc())
            .limit(1)
        )
        return _quote(row) if row else None

    async def add(self, quote: TaxQuote) -> None:
        """Write a new one with its lines."""
        await self._session.execute(
            insert(TaxQuoteRow).values(
                id=quote.id,
                business_id=quote.business_id,
                customer_id=quote.customer_id,
                reference=quote.reference,
                ship_to=asdict(quote.ship_to) if quote.ship_to else None,
                **totals_as_stored(quote.totals),
                lines=lines_as_stored(quote.lines),
                quoted_at=quote.quoted_at,
                expires_at=quote.expires_at,
            )
        )

    async def save(self, quote: TaxQuote) -> None:
        """Write what can change of one: its use."""
        await self._session.execute(
            update(TaxQuoteRow)
            .where(col(TaxQuoteRow.id) == quote.id)
            .values(used_at=quote.used_at, used_for=quote.used_for)
            .execution_options(synchronize_session=False)
        )

    async def forget_for_everyone(self, kept: timedelta, *, limit: int) -> int:
        """Delete those recorded so long ago in real time, whatever a business's clock says; how many."""
        old = (
            select(col(TaxQuoteRow.id))
            .where(col(TaxQuoteRow.recorded_at) < func.now() - kept)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._session.execute(
            delete(TaxQuoteRow)
            .where(col(TaxQuoteRow.id).in_(old))
            .returning(col(TaxQuoteRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())


def _quote(row: TaxQuoteRow) -> TaxQuote:
    return TaxQuote(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        reference=row.reference,
        ship_to=address_from_stored(row.ship_to),
        lines=lines_from_stored(row.lines, row.currency),
        totals=totals_from_stored(row),
        quoted_at=row.quoted_at,
        expires_at=row.expires_at,
        used_at=row.used_at,
        used_for=row.used_for,
    )

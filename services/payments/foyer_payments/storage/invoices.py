"""The copies of invoices."""

from collections.abc import Iterable

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.domain.invoice import Invoice, InvoiceStatus
from foyer_payments.storage.owned_by import owned_by
from foyer_payments.storage.rows import InvoiceRow


class Invoices:
    """Reads what is known of invoices; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def by_id(self, scope: Scope, ids: Iterable[str]) -> dict[str, Invoice]:
        """Those that are there."""
        rows = await self._session.scalars(
            select(InvoiceRow)
            .where(owned_by(scope, InvoiceRow), col(InvoiceRow.id).in_([*ids]))
            .execution_options(populate_existing=True)
        )
        return {row.id: _invoice(row) for row in rows}


def _invoice(row: InvoiceRow) -> Invoice:
    return Invoice(
        id=row.id,
        customer_id=row.customer_id,
        number=row.number,
        status=InvoiceStatus(row.status),
        open=Money(row.open, row.currency),
        due_on=row.due_on,
        collection=row.collection,
        subscription_id=row.subscription_id,
    )

"""Invoices that are not to be paid."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_notifications.storage.rows import VoidInvoiceRow


class VoidInvoices:
    """The facts, whichever event comes first."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, scope: Scope, invoice_id: str) -> None:
        """It is void from now on."""
        await self._session.execute(
            insert(VoidInvoiceRow)
            .values(id=invoice_id, business_id=scope.business_id)
            .on_conflict_do_nothing(index_elements=["id"])
        )

    async def has(self, scope: Scope, invoice_id: str) -> bool:
        """Whether it is void, as far as is known."""
        found = await self._session.get(VoidInvoiceRow, invoice_id)
        return found is not None and found.business_id == scope.business_id

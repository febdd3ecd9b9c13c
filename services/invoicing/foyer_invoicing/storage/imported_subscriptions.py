"""Which subscriptions began elsewhere, where what they cost was invoiced."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.storage.rows import ImportedSubscriptionRow


class ImportedSubscriptions:
    """Reads and writes them."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def has(self, scope: Scope, subscription_id: str) -> bool:
        """Whether it is one of them."""
        query = select(ImportedSubscriptionRow).where(
            col(ImportedSubscriptionRow.business_id) == scope.business_id,
            col(ImportedSubscriptionRow.id) == subscription_id,
        )
        return await self._session.scalar(query) is not None

    async def add(self, scope: Scope, subscription_id: str) -> None:
        """Note one."""
        statement = insert(ImportedSubscriptionRow).values(id=subscription_id, business_id=scope.business_id)
        await self._session.execute(statement.on_conflict_do_nothing())

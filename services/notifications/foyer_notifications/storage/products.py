"""Copies of products."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from foyer_notifications.storage.rows import ProductRow


class Products:
    """Reads what is known of products; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def is_known(self, scope: Scope, product_id: str) -> bool:
        """Whether the business has it."""
        found = await self._session.scalar(
            select(ProductRow.id).where(
                ProductRow.id == product_id, ProductRow.business_id == scope.business_id
            )
        )
        return found is not None

"""The copies of customers."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_payments.storage.rows import CustomerRow


class Customers:
    """Reads what is known of customers; writing is `save_copy`'s."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def country(self, scope: Scope, customer_id: str) -> str | None:
        """Where one is; None while nobody has said it."""
        country: str | None = await self._session.scalar(
            select(col(CustomerRow.country)).where(
                col(CustomerRow.business_id) == scope.business_id, col(CustomerRow.id) == customer_id
            )
        )
        return country

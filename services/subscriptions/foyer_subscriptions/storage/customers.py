"""What is known of customers."""

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_subscriptions.domain.customer import Customer
from foyer_subscriptions.storage.rows import CustomerRow


class Customers:
    """The copies of customers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, customer_id: str) -> Customer:
        """The customer; of one that has not arrived nothing is known."""
        row = await self._session.get(CustomerRow, customer_id)
        if row is None or row.business_id != scope.business_id:
            return Customer()
        return Customer(company=row.company, country=row.country)

    async def forget(self, scope: Scope, customer_id: str, *, version: int) -> None:
        """Keep nothing of the customer; what was said of it before, and comes later, is not kept either."""
        await self._session.merge(
            CustomerRow(
                id=customer_id, version=version, business_id=scope.business_id, company=False, country=None
            )
        )

"""Copies of customers."""

from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import select

from foyer_notifications.domain.customer import Customer
from foyer_notifications.domain.errors import CustomerNotKnownYet
from foyer_notifications.storage.rows import CustomerRow


def customer_row(customer: Customer) -> CustomerRow:
    """The row of a customer."""
    return CustomerRow(**asdict(customer))


class Customers:
    """Reads of the copies."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find(self, scope: Scope, customer_id: str) -> Customer | None:
        """One customer of the business, if it is known."""
        found = await self._session.execute(
            select(CustomerRow).where(
                CustomerRow.id == customer_id, CustomerRow.business_id == scope.business_id
            )
        )
        row = found.scalar_one_or_none()
        return Customer(**row.model_dump()) if row else None

    async def get(self, scope: Scope, customer_id: str) -> Customer:
        """One customer of the business; raises `CustomerNotKnownYet`."""
        found = await self.find(scope, customer_id)
        if found is None:
            raise CustomerNotKnownYet("This customer is not known here yet.")
        return found

    async def forget(self, scope: Scope, customer_id: str, *, version: int) -> None:
        """Keep nothing of the customer; what was said of it before, and comes later, is not kept either."""
        await self._session.merge(
            CustomerRow(
                id=customer_id,
                version=version,
                business_id=scope.business_id,
                name="",
                email="",
                language="",
            )
        )

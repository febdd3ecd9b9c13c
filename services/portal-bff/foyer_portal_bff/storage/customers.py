"""The directory of customers."""

from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.customer import Customer, CustomerNotFound
from foyer_portal_bff.storage.rows import CustomerRow


def customer_row(customer: Customer) -> CustomerRow:
    """The row of a customer, to be saved as a copy."""
    return CustomerRow(**asdict(customer))


class Customers:
    """The repository of the directory."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, customer_id: str) -> Customer:
        """One customer of the business; raises `CustomerNotFound`."""
        row = await self._session.scalar(
            select(CustomerRow).where(
                col(CustomerRow.business_id) == scope.business_id, col(CustomerRow.id) == customer_id
            )
        )
        if row is None:
            raise CustomerNotFound(f"There is no customer {customer_id}.", field="customer_id")
        return Customer(**row.model_dump())

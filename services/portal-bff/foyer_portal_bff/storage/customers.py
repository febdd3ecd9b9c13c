"""The directory of customers."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import func, or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.customer import Customer, CustomerNotFound
from foyer_portal_bff.domain.roles import roles_with
from foyer_portal_bff.storage.rows import CustomerRow, LoginRow, MembershipRow


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

    async def ids_by_email(self, scope: Scope, email: str, now: datetime) -> set[str]:
        """Whose address it is, as `domain.login.same_email` writes it: the customer's own, or that of a login
        that may act for them.
        """
        own = select(col(CustomerRow.id)).where(
            col(CustomerRow.business_id) == scope.business_id, func.lower(col(CustomerRow.email)) == email
        )
        of_logins = (
            select(col(MembershipRow.customer_id))
            .join(LoginRow, col(LoginRow.id) == col(MembershipRow.login_id))
            .where(
                col(LoginRow.business_id) == scope.business_id,
                col(LoginRow.email) == email,
                col(MembershipRow.role).in_(roles_with("subscriptions:write")),
                or_(col(MembershipRow.expires_at).is_(None), col(MembershipRow.expires_at) > now),
            )
        )
        return set(await self._session.scalars(union(own, of_logins)))

    async def has(self, scope: Scope, customer_id: str) -> bool:
        """Whether the business has this customer."""
        found = await self._session.scalar(
            select(col(CustomerRow.id)).where(
                col(CustomerRow.business_id) == scope.business_id, col(CustomerRow.id) == customer_id
            )
        )
        return found is not None

    async def of_email(self, scope: Scope, email: str) -> list[Customer]:
        """Those whose documents go to this address, as `domain.login.same_email` writes it."""
        found = await self._session.scalars(
            select(CustomerRow)
            .where(
                col(CustomerRow.business_id) == scope.business_id, func.lower(col(CustomerRow.email)) == email
            )
            .order_by(col(CustomerRow.id))
        )
        return [Customer(**row.model_dump()) for row in found]

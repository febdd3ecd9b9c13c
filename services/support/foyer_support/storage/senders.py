"""Who may answer mails about a customer's tickets: whoever gets them."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, func, select, union_all, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.storage.rows import ContactRow, CustomerRow


class Senders:
    """Reads the copies of customers and of their contact persons."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def are_forgotten(self, scope: Scope, customer_id: str) -> bool:
        """Whether the customer has been anonymised: nobody writes for them any more."""
        emptied = col(CustomerRow.email) == ""
        found = await self._session.scalar(
            select(col(CustomerRow.id)).where(*_customer(scope, customer_id), emptied)
        )
        return found is not None

    async def have(self, scope: Scope, customer_id: str, address: str) -> bool:
        """Whether the address is the customer's, or that of a contact person who gets such mails."""
        customers = select(col(CustomerRow.id)).where(
            *_customer(scope, customer_id), func.lower(col(CustomerRow.email)) == address
        )
        contacts = select(col(ContactRow.id)).where(
            *_contacts(scope, customer_id), func.lower(col(ContactRow.email)) == address
        )
        return bool(address) and await self._session.scalar(union_all(customers, contacts)) is not None

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """No contact person of theirs has an address any more."""
        await self._session.execute(
            update(ContactRow)
            .where(*_contacts(scope, customer_id))
            .values(email="")
            .execution_options(synchronize_session=False)
        )


def _customer(scope: Scope, customer_id: str) -> tuple[ColumnElement[bool], ...]:
    return col(CustomerRow.business_id) == scope.business_id, col(CustomerRow.id) == customer_id


def _contacts(scope: Scope, customer_id: str) -> tuple[ColumnElement[bool], ...]:
    return col(ContactRow.business_id) == scope.business_id, col(ContactRow.customer_id) == customer_id

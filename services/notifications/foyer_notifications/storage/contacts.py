"""Contact persons, stored."""

from collections.abc import Sequence
from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.contact import Contact, ContactDetails, ContactStatus, Copies, hash_of
from foyer_notifications.domain.errors import ContactLinkNotValid, ContactNotFound
from foyer_notifications.storage.rows import ContactRow, CustomerRow

_DETAILS = frozenset(ContactDetails.__slots__)


class Contacts:
    """The contact persons that whoever asks may see."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, contact: Contact) -> None:
        """Store a new one."""
        self._session.add(ContactRow(**_columns(contact)))
        await self._session.flush()

    async def save(self, contact: Contact) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(ContactRow).where(col(ContactRow.id) == contact.id).values(**_columns(contact))
        )

    async def remove(self, contact: Contact) -> None:
        """Keep nothing of it."""
        await self._session.execute(delete(ContactRow).where(col(ContactRow.id) == contact.id))

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Keep none of the customer's."""
        await self._session.execute(
            delete(ContactRow).where(
                col(ContactRow.business_id) == scope.business_id, col(ContactRow.customer_id) == customer_id
            )
        )

    async def of_customer(self, scope: Scope, customer_id: str, *, lock: bool = False) -> list[Contact]:
        """All of them, by name. With `lock` they stay the same until the transaction ends."""
        if lock:
            await self._session.execute(
                select(CustomerRow.id)
                .where(CustomerRow.id == customer_id, CustomerRow.business_id == scope.business_id)
                .with_for_update()
            )
        rows = await self._session.execute(
            select(ContactRow)
            .where(ContactRow.business_id == scope.business_id, ContactRow.customer_id == customer_id)
            .order_by(col(ContactRow.name), col(ContactRow.id))
        )
        return [_contact(row) for row in rows.scalars()]

    async def get(self, scope: Scope, contact_id: str) -> Contact:
        """One of the business's, or of the customer's who asks. Raises ContactNotFound."""
        query = select(ContactRow).where(
            ContactRow.id == contact_id, ContactRow.business_id == scope.business_id
        )
        if scope.customer_id is not None:
            query = query.where(ContactRow.customer_id == scope.customer_id)
        row = (await self._session.execute(query)).scalar_one_or_none()
        if row is None:
            raise ContactNotFound("There is no such contact person.")
        return _contact(row)

    async def of_link(self, scope: Scope, token: str) -> Contact:
        """Whoever the link was mailed to, locked. Raises ContactLinkNotValid."""
        found = await self._session.execute(
            select(ContactRow)
            .where(ContactRow.business_id == scope.business_id, ContactRow.link_hash == hash_of(token))
            .with_for_update()
        )
        row = found.scalar_one_or_none()
        if row is None:
            raise ContactLinkNotValid("This link does not work any more.")
        return _contact(row)

    async def addresses(self, scope: Scope, customer_id: str, copies: Copies) -> Sequence[str]:
        """Where mails of this kind go in copy."""
        wanted = ContactRow.billing if copies is Copies.BILLING else ContactRow.account
        found = await self._session.scalars(
            select(ContactRow.email)
            .where(
                ContactRow.business_id == scope.business_id,
                ContactRow.customer_id == customer_id,
                ContactRow.status == ContactStatus.CONFIRMED,
                col(wanted).is_(True),
            )
            .order_by(col(ContactRow.email))
        )
        return found.all()


def _columns(contact: Contact) -> dict[str, object]:
    columns: dict[str, object] = asdict(contact)
    del columns["details"]
    return columns | asdict(contact.details)


def _contact(row: ContactRow) -> Contact:
    columns = row.model_dump()
    details = ContactDetails(**{name: columns.pop(name) for name in _DETAILS})
    return Contact(**columns | {"status": ContactStatus(row.status)}, details=details)

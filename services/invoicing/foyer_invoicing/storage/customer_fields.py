"""The custom fields that businesses ask of their customers."""

from collections.abc import Sequence
from dataclasses import asdict

from foyer_shared.basics.custom_fields import CustomField, stored_field
from foyer_shared.basics.origin import Scope
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from foyer_invoicing.storage.rows import CustomerFieldsRow


class CustomerFields:
    """Reads and writes a business's fields, all at once."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope) -> tuple[CustomField, ...]:
        """In their order; none until the business has set some up."""
        row = await self._session.get(CustomerFieldsRow, scope.business_id)
        return tuple(stored_field(stored) for stored in row.fields) if row else ()

    async def save(self, scope: Scope, fields: Sequence[CustomField]) -> None:
        """In the place of those that were there."""
        stored = [asdict(field) for field in fields]
        statement = insert(CustomerFieldsRow).values(business_id=scope.business_id, fields=stored)
        await self._session.execute(
            statement.on_conflict_do_update(index_elements=["business_id"], set_={"fields": stored})
        )

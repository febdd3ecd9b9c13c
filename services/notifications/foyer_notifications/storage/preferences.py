"""Customers' preferences; who has never switched anything has no row."""

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.catalogue import Category
from foyer_notifications.domain.preferences import Preferences
from foyer_notifications.storage.rows import PreferencesRow


class PreferencesOf:
    """The repository of preferences."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, customer_id: str) -> Preferences:
        """The customer's."""
        return await self._read(scope, customer_id, locked=False)

    async def get_for_update(self, scope: Scope, customer_id: str) -> Preferences:
        """The customer's, locked: two switches at once both count."""
        await self._session.execute(
            insert(PreferencesRow)
            .values(customer_id=customer_id, business_id=scope.business_id, version=0, off=[])
            .on_conflict_do_nothing(index_elements=["customer_id"])
        )
        return await self._read(scope, customer_id, locked=True)

    async def save(self, preferences: Preferences) -> None:
        """Store them."""
        await self._session.merge(
            PreferencesRow(
                customer_id=preferences.customer_id,
                business_id=preferences.business_id,
                version=preferences.version,
                off=sorted(preferences.off),
            )
        )

    async def forget(self, scope: Scope, customer_id: str) -> None:
        """Nothing is kept of what somebody wanted who is nobody now."""
        await self._session.execute(
            delete(PreferencesRow).where(
                col(PreferencesRow.customer_id) == customer_id,
                col(PreferencesRow.business_id) == scope.business_id,
            )
        )

    async def _read(self, scope: Scope, customer_id: str, *, locked: bool) -> Preferences:
        query = select(PreferencesRow).where(
            PreferencesRow.customer_id == customer_id, PreferencesRow.business_id == scope.business_id
        )
        found = await self._session.execute(query.with_for_update() if locked else query)
        row = found.scalar_one_or_none()
        if row is None:
            return Preferences(customer_id=customer_id, business_id=scope.business_id)
        return Preferences(**row.model_dump(exclude={"off"}), off=frozenset(map(Category, row.off)))

"""Registrations whose link waits to be opened."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.registration import Registration
from foyer_portal_bff.storage.rows import RegistrationRow


class Registrations:
    """The repository of registrations."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, registration: Registration) -> None:
        """Store a new one."""
        await self._session.execute(insert(RegistrationRow).values(asdict(registration)))

    async def of_token(self, scope: Scope, token_hash: str, *, lock: bool = False) -> Registration | None:
        """The registration that a link belongs to."""
        query = select(RegistrationRow).where(
            col(RegistrationRow.business_id) == scope.business_id,
            col(RegistrationRow.token_hash) == token_hash,
        )
        row = await self._session.scalar(query.with_for_update() if lock else query)
        return Registration(**row.model_dump()) if row else None

    async def use(self, registration: Registration, at: datetime) -> None:
        """Its link has done its work."""
        await self._session.execute(
            update(RegistrationRow).where(col(RegistrationRow.id) == registration.id).values(used_at=at)
        )

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop those that expired before a moment; returns how many."""
        gone = await self._session.execute(
            delete(RegistrationRow)
            .where(col(RegistrationRow.expires_at) < before)
            .returning(col(RegistrationRow.id))
        )
        return len(gone.all())

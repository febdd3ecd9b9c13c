"""Hashes of passwords."""

from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.password import Password
from foyer_portal_bff.storage.rows import LoginRow, PasswordRow


class Passwords:
    """The repository of passwords."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def of_email(self, scope: Scope, email: str) -> Password | None:
        """The password of the login with this address, as `domain.login.same_email` writes it."""
        row = await self._session.scalar(
            select(PasswordRow)
            .join(LoginRow, col(LoginRow.id) == col(PasswordRow.login_id))
            .where(col(LoginRow.business_id) == scope.business_id, col(LoginRow.email) == email)
        )
        return Password(**row.model_dump()) if row else None

    async def is_set(self, scope: Scope, login_id: str) -> bool:
        """Whether the login has one."""
        found = await self._session.scalar(
            select(col(PasswordRow.login_id)).where(
                col(PasswordRow.business_id) == scope.business_id, col(PasswordRow.login_id) == login_id
            )
        )
        return found is not None

    async def put(self, password: Password) -> None:
        """Store it in the place of the one before."""
        values = asdict(password)
        await self._session.execute(
            insert(PasswordRow).values(values).on_conflict_do_update(index_elements=["login_id"], set_=values)
        )

    async def renew(self, password: Password, newer: str) -> bool:
        """Keep the same password under another hash; False when it was changed in the meantime."""
        renewed = await self._session.execute(
            update(PasswordRow)
            .where(
                col(PasswordRow.business_id) == password.business_id,
                col(PasswordRow.login_id) == password.login_id,
                col(PasswordRow.hash) == password.hash,
            )
            .values(hash=newer)
            .returning(col(PasswordRow.login_id))
        )
        return renewed.scalar_one_or_none() is not None

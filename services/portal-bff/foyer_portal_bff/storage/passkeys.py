"""Passkeys, and the challenges that wait for an answer."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.passkey import Challenge, Passkey, PasskeyNotFound
from foyer_portal_bff.storage.rows import PasskeyChallengeRow, PasskeyRow


class Passkeys:
    """The repository of passkeys."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_challenge(self, challenge: Challenge) -> None:
        """Store a new one."""
        await self._session.execute(insert(PasskeyChallengeRow).values(asdict(challenge)))

    async def take_challenge(self, challenge: Challenge, now: datetime) -> bool:
        """Use it up; False when there is none for this business, host and session, or no longer."""
        row = PasskeyChallengeRow
        expires_at = await self._session.scalar(
            delete(row)
            .where(
                col(row.challenge_hash) == challenge.challenge_hash,
                col(row.business_id) == challenge.business_id,
                col(row.host) == challenge.host,
                col(row.session_id).is_not_distinct_from(challenge.session_id),
            )
            .returning(col(row.expires_at))
        )
        return expires_at is not None and now < expires_at

    async def take_turns(self, login_id: str) -> None:
        """Let one request at a time add passkeys to a login, until the transaction ends."""
        await self._session.execute(
            select(func.pg_advisory_xact_lock(func.hashtextextended(f"passkeys {login_id}", 0)))
        )

    async def add(self, passkey: Passkey) -> bool:
        """Store a new one; False when it is there already."""
        added = await self._session.execute(
            insert(PasskeyRow)
            .values(asdict(passkey))
            .on_conflict_do_nothing(index_elements=["credential_id"])
            .returning(col(PasskeyRow.id))
        )
        return added.scalar_one_or_none() is not None

    async def of_login(self, scope: Scope, login_id: str) -> list[Passkey]:
        """All of a login, the oldest first."""
        found = await self._session.scalars(
            select(PasskeyRow)
            .where(col(PasskeyRow.business_id) == scope.business_id, col(PasskeyRow.login_id) == login_id)
            .order_by(col(PasskeyRow.created_at), col(PasskeyRow.id))
        )
        return [Passkey(**row.model_dump()) for row in found]

    async def get(self, scope: Scope, login_id: str, passkey_id: str) -> Passkey:
        """One of a login; raises `PasskeyNotFound`."""
        for passkey in await self.of_login(scope, login_id):
            if passkey.id == passkey_id:
                return passkey
        raise PasskeyNotFound(f"There is no passkey {passkey_id}.")

    async def of_credential_for_update(self, scope: Scope, credential_id: str) -> Passkey | None:
        """The passkey that an authenticator names, locked."""
        row = await self._session.scalar(
            select(PasskeyRow)
            .where(
                col(PasskeyRow.business_id) == scope.business_id,
                col(PasskeyRow.credential_id) == credential_id,
            )
            .with_for_update()
        )
        return Passkey(**row.model_dump()) if row else None

    async def save(self, passkey: Passkey) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(PasskeyRow)
            .where(col(PasskeyRow.id) == passkey.id)
            .values(name=passkey.name, sign_count=passkey.sign_count, last_used_at=passkey.last_used_at)
        )

    async def remove(self, passkey: Passkey) -> None:
        """It opens nothing from now on."""
        await self._session.execute(delete(PasskeyRow).where(col(PasskeyRow.id) == passkey.id))

    async def forget_challenges_for_everyone(self, before: datetime) -> int:
        """Drop those that expired before a moment; returns how many."""
        gone = await self._session.execute(
            delete(PasskeyChallengeRow)
            .where(col(PasskeyChallengeRow.expires_at) < before)
            .returning(col(PasskeyChallengeRow.challenge_hash))
        )
        return len(gone.all())

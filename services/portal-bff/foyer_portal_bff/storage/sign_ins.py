"""Attempts to sign in, and the count of wrong codes per address."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, case, delete, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.sign_in import WRONG_CODES_WINDOW, Purpose, SignInAttempt
from foyer_portal_bff.storage.rows import SignInAttemptRow, WrongCodesRow


class SignIns:
    """The repository of attempts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def take_turns(self, scope: Scope, email: str) -> None:
        """Let one request at a time begin an attempt for an address, until the transaction ends."""
        address = func.hashtextextended(f"{scope.business_id} {email}", 0)
        await self._session.execute(select(func.pg_advisory_xact_lock(address)))

    async def add(self, attempt: SignInAttempt) -> None:
        """Store a new attempt."""
        await self._session.execute(insert(SignInAttemptRow).values(asdict(attempt)))

    async def save(self, attempt: SignInAttempt) -> None:
        """Store a changed attempt."""
        await self._session.execute(
            update(SignInAttemptRow)
            .where(col(SignInAttemptRow.id) == attempt.id)
            .values(wrong_codes=attempt.wrong_codes, used_at=attempt.used_at, used_by=attempt.used_by)
        )

    async def latest_for_update(self, scope: Scope, email: str, purpose: Purpose) -> SignInAttempt | None:
        """The newest attempt of an address for a purpose, locked."""
        return await self._one(
            select(SignInAttemptRow)
            .where(
                col(SignInAttemptRow.business_id) == scope.business_id,
                col(SignInAttemptRow.email) == email,
                col(SignInAttemptRow.purpose) == purpose,
            )
            .order_by(col(SignInAttemptRow.created_at).desc())
            .limit(1)
        )

    async def of_link_for_update(
        self, scope: Scope, link_hash: str, purpose: Purpose = Purpose.SIGN_IN
    ) -> SignInAttempt | None:
        """The attempt with this purpose that a link belongs to, locked."""
        return await self._one(
            select(SignInAttemptRow).where(
                col(SignInAttemptRow.business_id) == scope.business_id,
                col(SignInAttemptRow.link_hash) == link_hash,
                col(SignInAttemptRow.purpose) == purpose,
            )
        )

    async def _one(self, query: Select[tuple[SignInAttemptRow]]) -> SignInAttempt | None:
        row = await self._session.scalar(query.with_for_update())
        if row is None:
            return None
        return SignInAttempt(**row.model_dump() | {"purpose": Purpose(row.purpose)})

    async def wrong_codes(self, scope: Scope, email: str, now: datetime) -> int:
        """How many wrong codes were tried for the address in the window that is running."""
        found = await self._session.scalar(
            select(col(WrongCodesRow.count)).where(
                col(WrongCodesRow.business_id) == scope.business_id,
                col(WrongCodesRow.email) == email,
                col(WrongCodesRow.window_began_at) > now - WRONG_CODES_WINDOW,
            )
        )
        return found or 0

    async def count_wrong_code(self, scope: Scope, email: str, now: datetime) -> None:
        """One more; the first after the window's end begins a new one."""
        statement = insert(WrongCodesRow).values(
            business_id=scope.business_id, email=email, window_began_at=now, count=1
        )
        is_over = col(WrongCodesRow.window_began_at) <= now - WRONG_CODES_WINDOW
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["business_id", "email"],
                set_={
                    "window_began_at": case((is_over, now), else_=col(WrongCodesRow.window_began_at)),
                    "count": case((is_over, 1), else_=col(WrongCodesRow.count) + 1),
                },
            )
        )

    async def forget_for_everyone(self, before: datetime) -> int:
        """Drop attempts and counts from before a moment; returns how many."""
        attempts = await self._session.execute(
            delete(SignInAttemptRow)
            .where(col(SignInAttemptRow.created_at) < before)
            .returning(col(SignInAttemptRow.id))
        )
        counts = await self._session.execute(
            delete(WrongCodesRow)
            .where(col(WrongCodesRow.window_began_at) < before)
            .returning(col(WrongCodesRow.email))
        )
        return len(attempts.all()) + len(counts.all())

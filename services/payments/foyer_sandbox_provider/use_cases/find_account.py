"""Finds the account of an API key."""

import hashlib

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.storage.rows import AccountRow


async def find_account(session: AsyncSession, key: str) -> AccountRow | None:
    """None for a key that opens none."""
    key_hash = hashlib.sha256(key.encode()).hexdigest()
    return await session.scalar(select(AccountRow).where(col(AccountRow.key_hash) == key_hash))

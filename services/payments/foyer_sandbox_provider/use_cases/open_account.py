"""Opens the account of an API key that the provider has not seen, or gives it another webhook secret."""

import hashlib

from foyer_shared.storage.sealing import Seal
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_sandbox_provider.domain.errors import AccountTaken
from foyer_sandbox_provider.storage.rows import AccountRow


async def open_account(
    session: AsyncSession, seal: Seal, *, key: str, account_id: str, webhook_secret: str
) -> None:
    """Everybody may: there is no money here. Raises AccountTaken when another key has this id."""
    key_hash = hashlib.sha256(key.encode()).hexdigest()
    sealed = seal.seal(webhook_secret)
    await session.execute(
        insert(AccountRow)
        .values(
            id=account_id,
            key_hash=key_hash,
            webhook_secret_sealed=sealed,
            delay_seconds=0,
            copies=1,
            is_reordering=False,
        )
        .on_conflict_do_nothing()
    )
    account = await session.scalar(select(AccountRow).where(col(AccountRow.id) == account_id))
    if account is None or account.key_hash != key_hash:
        raise AccountTaken("An account of this id, or with this key, is there already.")
    account.webhook_secret_sealed = sealed

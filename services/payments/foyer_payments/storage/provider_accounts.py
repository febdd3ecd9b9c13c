"""Accounts at providers in the database."""

import json
from collections.abc import Iterable
from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.sealing import Seal
from sqlalchemy import exists, insert, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from foyer_payments.domain.errors import NoProviderAccount, ProviderAccountNotFound
from foyer_payments.domain.method_kinds import TO_APPROVE, check_approved
from foyer_payments.domain.provider_account import AccountKeys, Provider, ProviderAccount
from foyer_payments.storage.rows import ProviderAccountRow

WITHOUT_KEYS = defer(ProviderAccountRow.keys_sealed, raiseload=True)
"""Reads leave the sealed keys where they are."""


class ProviderAccounts:
    """Reads and writes accounts at providers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, account: ProviderAccount, keys: AccountKeys, seal: Seal) -> None:
        """Write a new account and seal its keys."""
        await self._session.execute(
            insert(ProviderAccountRow).values(
                id=account.id,
                business_id=account.business_id,
                provider=account.provider,
                keys_sealed=_sealed(keys, seal),
                enabled=account.enabled,
                approved_kinds=list(account.approved_kinds),
                created_at=account.created_at,
            )
        )

    async def add_sandbox(self, business_id: str, now: datetime) -> None:
        """Unless the business has one; it agrees to everything."""
        await self._session.execute(
            upsert(ProviderAccountRow)
            .values(
                id=new_id("pacc"),
                business_id=business_id,
                provider=Provider.SANDBOX,
                keys_sealed=None,
                enabled=True,
                approved_kinds=list(check_approved(TO_APPROVE)),
                created_at=now,
            )
            .on_conflict_do_nothing()
        )

    async def get(self, scope: Scope, account_id: str) -> ProviderAccount:
        """Raises ProviderAccountNotFound."""
        query = select(ProviderAccountRow).where(
            col(ProviderAccountRow.business_id) == scope.business_id,
            col(ProviderAccountRow.id) == account_id,
        )
        row = await self._session.scalar(query.options(WITHOUT_KEYS))
        if row is None:
            raise ProviderAccountNotFound("There is no such account at a provider.", field="account_id")
        return _account(row)

    async def get_with_keys(
        self, scope: Scope, account_id: str, seal: Seal
    ) -> tuple[ProviderAccount, AccountKeys]:
        """Locked until the end; keys that were not drawn yet are empty. Raises ProviderAccountNotFound."""
        row = await self._session.scalar(
            select(ProviderAccountRow)
            .where(
                col(ProviderAccountRow.business_id) == scope.business_id,
                col(ProviderAccountRow.id) == account_id,
            )
            .with_for_update()
        )
        if row is None:
            raise ProviderAccountNotFound("There is no such account at a provider.", field="account_id")
        keys = AccountKeys("", "") if row.keys_sealed is None else _opened(row.keys_sealed, seal)
        return _account(row), keys

    async def save_keys(self, account: ProviderAccount, keys: AccountKeys, seal: Seal) -> None:
        """In the place of those before."""
        await self._session.execute(
            update(ProviderAccountRow)
            .where(col(ProviderAccountRow.id) == account.id)
            .values(keys_sealed=_sealed(keys, seal))
            .execution_options(synchronize_session=False)
        )

    async def list_page(self, scope: Scope, *, limit: int, after: str | None = None) -> list[ProviderAccount]:
        """The newest first, beginning after the account with the id `after`."""
        place = tuple_(ProviderAccountRow.created_at, ProviderAccountRow.id)
        query = (
            select(ProviderAccountRow)
            .where(col(ProviderAccountRow.business_id) == scope.business_id)
            .order_by(col(ProviderAccountRow.created_at).desc(), col(ProviderAccountRow.id).desc())
            .limit(limit)
            .options(WITHOUT_KEYS)
        )
        if after is not None:
            last = select(col(ProviderAccountRow.created_at), col(ProviderAccountRow.id)).where(
                col(ProviderAccountRow.id) == after
            )
            query = query.where(place < last.scalar_subquery())
        return [_account(row) for row in await self._session.scalars(query)]

    async def any_enabled(self, scope: Scope) -> bool:
        """Whether the business has one."""
        query = select(
            exists().where(
                col(ProviderAccountRow.business_id) == scope.business_id, col(ProviderAccountRow.enabled)
            )
        )
        return bool(await self._session.scalar(query))

    async def in_use(self, scope: Scope, providers: Iterable[str]) -> ProviderAccount:
        """The account with which something new is begun: the newest one, at a provider that there is. Raises
        NoProviderAccount.
        """
        row = await self._session.scalar(
            select(ProviderAccountRow)
            .where(
                col(ProviderAccountRow.business_id) == scope.business_id,
                col(ProviderAccountRow.enabled),
                col(ProviderAccountRow.provider).in_([*providers]),
            )
            .order_by(col(ProviderAccountRow.created_at).desc(), col(ProviderAccountRow.id).desc())
            .limit(1)
            .options(WITHOUT_KEYS)
        )
        if row is None:
            raise NoProviderAccount("This business cannot take payments here yet.")
        return _account(row)

    async def save(self, account: ProviderAccount) -> None:
        """Write what can change of an account."""
        await self._session.execute(
            update(ProviderAccountRow)
            .where(col(ProviderAccountRow.id) == account.id)
            .values(
                enabled=account.enabled,
                notice_days=account.notice_days,
                approved_kinds=list(account.approved_kinds),
            )
            .execution_options(synchronize_session=False)
        )

    async def open_for_everyone(
        self, account_id: str, seal: Seal, drawn: AccountKeys
    ) -> tuple[ProviderAccount, AccountKeys] | None:
        """The account and its keys; one that has none yet has the `drawn` ones from now on."""
        row = await self._session.get(ProviderAccountRow, account_id)
        if row is not None and row.keys_sealed is None:
            row = await self._session.get(ProviderAccountRow, account_id, with_for_update=True)
        if row is None:
            return None
        if row.keys_sealed is None:
            row.keys_sealed = _sealed(drawn, seal)
            await self._session.flush()
        return _account(row), _opened(row.keys_sealed, seal)


def _sealed(keys: AccountKeys, seal: Seal) -> bytes:
    return seal.seal(json.dumps({"api_key": keys.api_key, "webhook_secret": keys.webhook_secret}))


def _opened(sealed: bytes, seal: Seal) -> AccountKeys:
    return AccountKeys(**json.loads(seal.open(sealed)))


def _account(row: ProviderAccountRow) -> ProviderAccount:
    return ProviderAccount(
        id=row.id,
        business_id=row.business_id,
        provider=Provider(row.provider),
        created_at=row.created_at,
        enabled=row.enabled,
        notice_days=row.notice_days,
        approved_kinds=tuple(row.approved_kinds),
    )

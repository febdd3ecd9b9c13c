"""API keys, by their hash."""

from dataclasses import asdict
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import bindparam, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession
from sqlmodel import col

from foyer_portal_bff.domain.api_key import ApiKey, ApiKeyNotFound
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.storage.businesses import BUSINESS_COLUMNS, as_business
from foyer_portal_bff.storage.rows import ApiKeyRow, BusinessRow

_COLUMNS = tuple(ApiKeyRow.__table__.columns)
_LIVE_KEY = (
    select(*(column.label(f"key_{column.name}") for column in _COLUMNS), *BUSINESS_COLUMNS)
    .join(BusinessRow, col(BusinessRow.id) == col(ApiKeyRow.business_id))
    .where(col(ApiKeyRow.key_hash) == bindparam("key_hash"), col(ApiKeyRow.revoked_at).is_(None))
)


async def live_key(connection: AsyncConnection, key_hash: str) -> tuple[ApiKey, Business] | None:
    """The key and its business; None for one that is unknown or revoked."""
    row = (await connection.execute(_LIVE_KEY, {"key_hash": key_hash})).mappings().one_or_none()
    if row is None:
        return None
    return _as_key({column.name: row[f"key_{column.name}"] for column in _COLUMNS}), as_business(row)


class ApiKeys:
    """The repository of API keys."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, key: ApiKey) -> bool:
        """Store a new one; False when it is there already."""
        added = await self._session.execute(
            insert(ApiKeyRow)
            .values({**asdict(key), "scopes": sorted(key.scopes)})
            .on_conflict_do_nothing(index_elements=["key_hash"])
            .returning(col(ApiKeyRow.id))
        )
        return added.scalar_one_or_none() is not None

    async def save(self, key: ApiKey) -> None:
        """Store a changed one; only its revocation changes."""
        await self._session.execute(
            update(ApiKeyRow).where(col(ApiKeyRow.id) == key.id).values(revoked_at=key.revoked_at)
        )

    async def get_for_update(self, scope: Scope, key_id: str) -> ApiKey:
        """One key of the business, locked; raises `ApiKeyNotFound`."""
        found = await self._session.execute(
            select(*_COLUMNS)
            .where(col(ApiKeyRow.business_id) == scope.business_id, col(ApiKeyRow.id) == key_id)
            .with_for_update()
        )
        row = found.mappings().one_or_none()
        if row is None:
            raise ApiKeyNotFound(f"There is no API key {key_id}.")
        return _as_key(dict(row))

    async def count(self, scope: Scope) -> int:
        """How many keys the business has, revoked ones too."""
        found = await self._session.scalar(
            select(func.count()).select_from(ApiKeyRow).where(col(ApiKeyRow.business_id) == scope.business_id)
        )
        return found or 0


def _as_key(columns: dict[str, Any]) -> ApiKey:
    return ApiKey(**{**columns, "scopes": frozenset(columns["scopes"])})

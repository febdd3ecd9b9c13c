"""What products grant, stored."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.entitlement import (
    Entitlement,
    EntitlementKind,
    EntitlementTerms,
    GoodsFile,
)
from foyer_subscriptions.domain.errors import EntitlementNotFound
from foyer_subscriptions.storage.rows import EntitlementRow

FROM_THE_FIRST = ""
"""Where spreading a new entitlement begins."""


class Entitlements:
    """The entitlements of a business's products."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, entitlement: Entitlement, *, created_at: datetime) -> None:
        """Store a new one; those who have the product already are to get it as well."""
        self._session.add(
            EntitlementRow(**_columns(entitlement), spread_after=FROM_THE_FIRST, created_at=created_at)
        )
        await self._session.flush()

    async def save(self, entitlement: Entitlement) -> None:
        """Store a changed one."""
        await self._session.execute(
            update(EntitlementRow).where(EntitlementRow.id == entitlement.id).values(**_columns(entitlement))
        )

    async def get(
        self, scope: Scope, product_id: str, entitlement_id: str, *, for_update: bool = False
    ) -> Entitlement:
        """One of a product."""
        query = (
            _of(scope)
            .where(EntitlementRow.id == entitlement_id, EntitlementRow.product_id == product_id)
            .execution_options(populate_existing=True)
        )
        row = await self._session.scalar(query.with_for_update(key_share=True) if for_update else query)
        if row is None:
            raise EntitlementNotFound("The product has no such entitlement.", field="entitlement_id")
        return _entitlement(row)

    async def get_many(self, scope: Scope, entitlement_ids: Sequence[str]) -> dict[str, Entitlement]:
        """These, by id."""
        if not entitlement_ids:
            return {}
        rows = await self._session.scalars(_of(scope).where(col(EntitlementRow.id).in_(set(entitlement_ids))))
        return {row.id: _entitlement(row) for row in rows}

    async def list_page(
        self, scope: Scope, product_id: str, *, limit: int, after: str | None
    ) -> list[Entitlement]:
        """Those of a product that are still granted, in the order in which they were added."""
        query = _of(scope).where(
            EntitlementRow.product_id == product_id, col(EntitlementRow.active).is_(True)
        )
        if after:
            query = query.where(col(EntitlementRow.id) > after)
        rows = await self._session.scalars(query.order_by(col(EntitlementRow.id)).limit(limit))
        return [_entitlement(row) for row in rows]

    async def any_of(self, scope: Scope) -> bool:
        """Whether the business has ever granted anything."""
        return bool(await self._session.scalar(select(_of(scope).exists())))

    async def concerned(
        self, scope: Scope, product_ids: Sequence[str], granted: Sequence[str]
    ) -> list[Entitlement]:
        """Those of these products and those that were granted, in the order in which they were added."""
        query = _of(scope).where(
            or_(
                col(EntitlementRow.product_id).in_(set(product_ids)),
                col(EntitlementRow.id).in_(set(granted)),
            )
        )
        rows = await self._session.scalars(query.order_by(col(EntitlementRow.id)))
        return [_entitlement(row) for row in rows]

    async def claim_to_spread_for_everyone(self) -> tuple[Entitlement, str] | None:
        """One that not all who have its product were given, locked, and how far it has come."""
        row = await self._session.scalar(
            select(EntitlementRow)
            .where(col(EntitlementRow.spread_after).is_not(None))
            .order_by(col(EntitlementRow.id))
            .limit(1)
            .with_for_update(skip_locked=True, key_share=True)
        )
        return (_entitlement(row), row.spread_after or FROM_THE_FIRST) if row else None

    async def spread_until(self, scope: Scope, entitlement_id: str, subscription_id: str | None) -> None:
        """Keep how far it has come; None when all have it."""
        await self._session.execute(
            update(EntitlementRow)
            .where(EntitlementRow.id == entitlement_id, EntitlementRow.business_id == scope.business_id)
            .values(spread_after=subscription_id)
        )

    async def count_active(self, scope: Scope, product_id: str) -> int:
        """How many a product grants."""
        query = _of(scope).where(
            EntitlementRow.product_id == product_id, col(EntitlementRow.active).is_(True)
        )
        return await self._session.scalar(select(func.count()).select_from(query.subquery())) or 0


def _of(scope: Scope) -> Select[EntitlementRow]:
    return select(EntitlementRow).where(EntitlementRow.business_id == scope.business_id)


def _columns(entitlement: Entitlement) -> dict[str, Any]:
    return {
        "id": entitlement.id,
        "business_id": entitlement.business_id,
        "product_id": entitlement.product_id,
        "kind": entitlement.kind,
        "name": entitlement.name,
        "terms": asdict(entitlement.terms),
        "file": asdict(entitlement.file) if entitlement.file else None,
        "active": entitlement.active,
        "version": entitlement.version,
    }


def _entitlement(row: EntitlementRow) -> Entitlement:
    return Entitlement(
        id=row.id,
        business_id=row.business_id,
        product_id=row.product_id,
        kind=EntitlementKind(row.kind),
        name=row.name,
        terms=EntitlementTerms(**row.terms),
        file=GoodsFile(**row.file) if row.file else None,
        active=row.active,
        version=row.version,
    )

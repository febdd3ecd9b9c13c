"""What customers hold of entitlements, and each fetch of a file, stored."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.entitlement import EntitlementKind
from foyer_subscriptions.domain.errors import EntitlementNotFound
from foyer_subscriptions.domain.grant import Grant, GrantStatus, RevokedBecause, Source
from foyer_subscriptions.storage.rows import DownloadRow, EntitlementRow, GrantRow, LicenseKeyRow


@dataclass(frozen=True, slots=True)
class Download:
    """One fetch of a file: when, and by which login."""

    fetched_at: datetime
    fetched_by: str


class Grants:
    """The grants that whoever asks may see."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def save(self, grant: Grant) -> None:
        """Store a new or a changed one."""
        values = _columns(grant)
        statement = insert(GrantRow).values(**values)
        fixed = {"id", "business_id", "customer_id", "entitlement_id", "subscription_id", "order_id"}
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={name: statement.excluded[name] for name in values if name not in fixed},
            )
        )

    async def get(self, scope: Scope, grant_id: str, *, for_update: bool = False) -> Grant:
        """One of them."""
        query = _visible(scope).where(GrantRow.id == grant_id).execution_options(populate_existing=True)
        row = await self._session.scalar(query.with_for_update(key_share=True) if for_update else query)
        if row is None:
            raise EntitlementNotFound("There is no such entitlement.")
        return _grant(row)

    async def get_many(self, scope: Scope, grant_ids: Sequence[str]) -> dict[str, Grant]:
        """These, by id."""
        rows = await self._session.scalars(_visible(scope).where(col(GrantRow.id).in_(grant_ids)))
        return {row.id: _grant(row) for row in rows}

    async def of_source_for_update(self, scope: Scope, source: Source) -> list[Grant]:
        """Those of a subscription or an order, locked."""
        query = _from(_visible(scope), source).execution_options(populate_existing=True)
        rows = await self._session.scalars(query.order_by(col(GrantRow.id)).with_for_update(key_share=True))
        return [_grant(row) for row in rows]

    async def granted_products(self, order_id: str) -> tuple[str, ...]:
        """Products of an order of which nothing is left to grant. Whoever grants of one order asks one after
        the other, until the end of the work, so that the last one sees what the others granted.
        """
        await self._session.execute(select(func.pg_advisory_xact_lock(func.hashtextextended(order_id, 0))))
        products = await self._session.scalars(
            select(col(GrantRow.product_id))
            .where(GrantRow.order_id == order_id)
            .group_by(col(GrantRow.product_id))
            .having(func.bool_and(GrantRow.status != GrantStatus.PENDING))
            .order_by(col(GrantRow.product_id))
        )
        return tuple(products)

    async def list_page(
        self, scope: Scope, source: Source, *, limit: int, after: str | None = None
    ) -> list[Grant]:
        """Newest first, from the one after `after`; of one subscription or order when `source` names one."""
        query = _from(_visible(scope), source)
        if after:
            query = query.where(col(GrantRow.id) < after)
        rows = await self._session.scalars(query.order_by(col(GrantRow.id).desc()).limit(limit))
        return [_grant(row) for row in rows]

    async def count_pending(self, scope: Scope, entitlement_ids: Sequence[str]) -> dict[str, int]:
        """How many wait for a file or a key, by entitlement."""
        rows = await self._session.execute(
            select(col(GrantRow.entitlement_id), func.count())
            .where(
                GrantRow.business_id == scope.business_id,
                col(GrantRow.entitlement_id).in_(entitlement_ids),
                GrantRow.status == GrantStatus.PENDING,
            )
            .group_by(col(GrantRow.entitlement_id))
        )
        return dict(list(rows))

    async def claim_deliverable_for_everyone(self, *, limit: int) -> list[Grant]:
        """Those that wait, and need wait no longer: the longest first, locked; others' are passed over."""
        a_key_waits = (
            select(col(LicenseKeyRow.id))
            .where(
                LicenseKeyRow.entitlement_id == GrantRow.entitlement_id, col(LicenseKeyRow.grant_id).is_(None)
            )
            .exists()
        )
        rows = await self._session.scalars(
            select(GrantRow)
            .join(EntitlementRow, EntitlementRow.id == GrantRow.entitlement_id)
            .where(
                GrantRow.status == GrantStatus.PENDING,
                col(EntitlementRow.file).is_not(None) | a_key_waits,
            )
            .order_by(col(GrantRow.id))
            .limit(limit)
            .with_for_update(of=GrantRow, skip_locked=True, key_share=True)
        )
        return [_grant(row) for row in rows]

    async def log_download(self, grant: Grant, *, by: str, at: datetime) -> None:
        """Keep that the file was fetched."""
        self._session.add(DownloadRow(id=new_id("dl"), grant_id=grant.id, fetched_at=at, fetched_by=by))
        await self._session.flush()

    async def latest_downloads(self, grants: Sequence[Grant], *, most: int) -> dict[str, list[Download]]:
        """The latest fetches of each, by its id."""
        place = func.row_number().over(
            partition_by=col(DownloadRow.grant_id), order_by=col(DownloadRow.id).desc()
        )
        ranked = (
            select(
                col(DownloadRow.grant_id),
                col(DownloadRow.fetched_at),
                col(DownloadRow.fetched_by),
                place.label("place"),
            )
            .where(col(DownloadRow.grant_id).in_([grant.id for grant in grants]))
            .subquery()
        )
        rows = await self._session.execute(
            select(ranked).where(ranked.c.place <= most).order_by(ranked.c.grant_id, ranked.c.place)
        )
        found: dict[str, list[Download]] = {}
        for row in rows:
            found.setdefault(row.grant_id, []).append(Download(row.fetched_at, row.fetched_by))
        return found


def _visible(scope: Scope) -> Select[GrantRow]:
    query = select(GrantRow).where(GrantRow.business_id == scope.business_id)
    return query.where(GrantRow.customer_id == scope.customer_id) if scope.customer_id else query


def _from(query: Select[GrantRow], source: Source) -> Select[GrantRow]:
    if source.subscription_id:
        query = query.where(GrantRow.subscription_id == source.subscription_id)
    if source.order_id:
        query = query.where(GrantRow.order_id == source.order_id)
    return query


def _columns(grant: Grant) -> dict[str, Any]:
    return {
        "id": grant.id,
        "business_id": grant.business_id,
        "customer_id": grant.customer_id,
        "entitlement_id": grant.entitlement_id,
        "product_id": grant.product_id,
        "kind": grant.kind,
        "name": grant.name,
        "subscription_id": grant.source.subscription_id,
        "order_id": grant.source.order_id,
        "status": grant.status,
        "cause": grant.cause,
        "quantity": grant.quantity,
        "granted_at": grant.granted_at,
        "expires_at": grant.expires_at,
        "downloads_limit": grant.downloads_limit,
        "downloads": grant.downloads,
        "activation_limit": grant.activation_limit,
        "period": grant.period,
        "version": grant.version,
    }


def _grant(row: GrantRow) -> Grant:
    return Grant(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        entitlement_id=row.entitlement_id,
        product_id=row.product_id,
        kind=EntitlementKind(row.kind),
        name=row.name,
        source=Source(subscription_id=row.subscription_id, order_id=row.order_id),
        status=GrantStatus(row.status),
        cause=RevokedBecause(row.cause) if row.cause else None,
        quantity=row.quantity,
        granted_at=row.granted_at,
        expires_at=row.expires_at,
        downloads_limit=row.downloads_limit,
        downloads=row.downloads,
        activation_limit=row.activation_limit,
        period=row.period,
        version=row.version,
    )

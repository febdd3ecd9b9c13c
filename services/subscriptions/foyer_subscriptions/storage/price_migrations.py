"""Migrations from one price to another, stored."""

from dataclasses import asdict

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.price_change_errors import PriceMigrationNotFound
from foyer_subscriptions.domain.price_migration import MigrationState, PriceMigration
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState
from foyer_subscriptions.storage.rows import PendingChangeRow, PriceMigrationRow

_UNFINISHED = (MigrationState.ANNOUNCING, MigrationState.WITHDRAWING)


class PriceMigrations:
    """The migrations of a business's prices."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, migration: PriceMigration) -> None:
        """Store a new one, which has reached nobody."""
        self._session.add(PriceMigrationRow(**asdict(migration), reached=""))
        await self._session.flush()

    async def save(self, migration: PriceMigration, *, reached: str = "") -> None:
        """Store how far it has come; `reached` is the last subscription that was looked at."""
        await self._session.execute(
            update(PriceMigrationRow)
            .where(
                PriceMigrationRow.id == migration.id, PriceMigrationRow.business_id == migration.business_id
            )
            .values(state=migration.state, announced=migration.announced, reached=reached)
        )

    async def get(
        self, scope: Scope, price_id: str, migration_id: str, *, for_update: bool = False
    ) -> PriceMigration:
        """One of a price."""
        query = _of(scope, price_id).where(PriceMigrationRow.id == migration_id)
        row = await self._session.scalar(query.with_for_update() if for_update else query)
        if row is None:
            raise PriceMigrationNotFound("The price has no such migration.")
        return _migration(row)

    async def list_page(
        self, scope: Scope, price_id: str, *, limit: int, after: str | None
    ) -> list[PriceMigration]:
        """Newest first, from the one after `after`."""
        query = _of(scope, price_id)
        if after:
            query = query.where(PriceMigrationRow.id < after)
        rows = await self._session.scalars(query.order_by(PriceMigrationRow.id.desc()).limit(limit))
        return [_migration(row) for row in rows]

    async def any_pending(self, scope: Scope, price_id: str) -> bool:
        """Whether one is not done, or subscriptions still wait for its price."""
        waits = (
            select(PendingChangeRow)
            .where(
                PendingChangeRow.kind == ChangeKind.PRICE,
                PendingChangeRow.state == ChangeState.WAITING,
                col(PendingChangeRow.price)["migration_id"].astext == PriceMigrationRow.id,
            )
            .exists()
        )
        pending = _of(scope, price_id).where(or_(col(PriceMigrationRow.state).in_(_UNFINISHED), waits))
        return bool(await self._session.scalar(select(pending.exists())))

    async def claim_for_everyone(self) -> tuple[PriceMigration, str] | None:
        """One that is not done and that nobody else works at, locked, and how far it has come."""
        row = await self._session.scalar(
            select(PriceMigrationRow)
            .where(col(PriceMigrationRow.state).in_(_UNFINISHED))
            .order_by(col(PriceMigrationRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
        )
        return (_migration(row), row.reached) if row else None


def _of(scope: Scope, price_id: str) -> Select[PriceMigrationRow]:
    return select(PriceMigrationRow).where(
        PriceMigrationRow.business_id == scope.business_id, PriceMigrationRow.price_id == price_id
    )


def _migration(row: PriceMigrationRow) -> PriceMigration:
    return PriceMigration(
        id=row.id,
        business_id=row.business_id,
        price_id=row.price_id,
        to_price_id=row.to_price_id,
        effective_from=row.effective_from,
        state=MigrationState(row.state),
        announced=row.announced,
        created_at=row.created_at,
    )

"""License keys and the devices on which they are used, stored."""

from collections.abc import Sequence
from datetime import datetime

from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, func, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_subscriptions.domain.entitlement import Entitlement
from foyer_subscriptions.domain.errors import LicenseKeyNotFound
from foyer_subscriptions.domain.grant import Grant
from foyer_subscriptions.domain.license_key import Activation, LicenseKey
from foyer_subscriptions.storage.rows import ActivationRow, GrantRow, LicenseKeyRow


class LicenseKeys:
    """The license keys that whoever asks may see; one that waits in a list is nobody's."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add_drawn(self, key: str, grant: Grant, *, at: datetime) -> bool:
        """Store a key for a grant; False when the business has the same key already."""
        added = await self._session.scalar(
            insert(LicenseKeyRow)
            .values(
                id=new_id("lic"),
                business_id=grant.business_id,
                entitlement_id=grant.entitlement_id,
                key=key,
                grant_id=grant.id,
                created_at=at,
            )
            .on_conflict_do_nothing(index_elements=["business_id", "key"])
            .returning(col(LicenseKeyRow.id))
        )
        return added is not None

    async def add_listed(self, entitlement: Entitlement, keys: Sequence[str], *, at: datetime) -> int:
        """Put keys into the list, in their order; answers how many are new."""
        ids = sorted(new_id("lic") for _ in keys)
        added = await self._session.scalars(
            insert(LicenseKeyRow)
            .values(
                [
                    {
                        "id": license_key_id,
                        "business_id": entitlement.business_id,
                        "entitlement_id": entitlement.id,
                        "key": key,
                        "created_at": at,
                    }
                    for license_key_id, key in zip(ids, keys, strict=True)
                ]
            )
            .on_conflict_do_nothing(index_elements=["business_id", "key"])
            .returning(col(LicenseKeyRow.id))
        )
        return len(added.all())

    async def taken_elsewhere(self, entitlement: Entitlement, keys: Sequence[str]) -> str | None:
        """One of these keys that another entitlement of the business has."""
        taken: str | None = await self._session.scalar(
            select(col(LicenseKeyRow.key))
            .where(
                LicenseKeyRow.business_id == entitlement.business_id,
                LicenseKeyRow.entitlement_id != entitlement.id,
                col(LicenseKeyRow.key).in_(keys),
            )
            .limit(1)
        )
        return taken

    async def take_listed(self, grant: Grant) -> bool:
        """Give the oldest key of the list to a grant; False when the list is empty."""
        free = (
            select(col(LicenseKeyRow.id))
            .where(
                LicenseKeyRow.entitlement_id == grant.entitlement_id, col(LicenseKeyRow.grant_id).is_(None)
            )
            .order_by(col(LicenseKeyRow.id))
            .limit(1)
            .with_for_update(skip_locked=True)
            .scalar_subquery()
        )
        taken = await self._session.scalar(
            update(LicenseKeyRow)
            .where(LicenseKeyRow.id == free)
            .values(grant_id=grant.id)
            .returning(col(LicenseKeyRow.id))
        )
        return taken is not None

    async def count_waiting(self, scope: Scope, entitlement_ids: Sequence[str]) -> dict[str, int]:
        """How many keys are left in the list of each entitlement."""
        rows = await self._session.execute(
            select(col(LicenseKeyRow.entitlement_id), func.count())
            .where(
                LicenseKeyRow.business_id == scope.business_id,
                col(LicenseKeyRow.entitlement_id).in_(entitlement_ids),
                col(LicenseKeyRow.grant_id).is_(None),
            )
            .group_by(col(LicenseKeyRow.entitlement_id))
        )
        return dict(list(rows))

    async def get(self, scope: Scope, license_key_id: str, *, for_update: bool = False) -> LicenseKey:
        """One that is granted."""
        return await self._one(_granted(scope).where(LicenseKeyRow.id == license_key_id), lock=for_update)

    async def find_for_update(self, scope: Scope, key: str) -> LicenseKey:
        """The one that a program has, locked."""
        return await self._one(_granted(scope).where(LicenseKeyRow.key == key), lock=True)

    async def find(self, scope: Scope, key: str) -> LicenseKey:
        """The one that a program has."""
        return await self._one(_granted(scope).where(LicenseKeyRow.key == key), lock=False)

    async def of_grants(self, scope: Scope, grant_ids: Sequence[str]) -> dict[str, LicenseKey]:
        """The keys of these grants, by grant."""
        if not grant_ids:
            return {}
        rows = await self._session.scalars(_granted(scope).where(col(LicenseKeyRow.grant_id).in_(grant_ids)))
        return {key.grant_id: key for key in map(_license_key, rows)}

    async def list_page(self, scope: Scope, *, limit: int, after: str | None) -> list[LicenseKey]:
        """Newest first, from the one after `after`."""
        query = _granted(scope)
        if after:
            query = query.where(col(LicenseKeyRow.id) < after)
        rows = await self._session.scalars(query.order_by(col(LicenseKeyRow.id).desc()).limit(limit))
        return [_license_key(row) for row in rows]

    async def activations(self, license_key_ids: Sequence[str]) -> dict[str, list[Activation]]:
        """The devices on which each is used now, the oldest first."""
        if not license_key_ids:
            return {}
        rows = await self._session.scalars(
            select(ActivationRow)
            .where(
                col(ActivationRow.license_key_id).in_(license_key_ids), col(ActivationRow.freed_at).is_(None)
            )
            .order_by(col(ActivationRow.id))
        )
        found: dict[str, list[Activation]] = {}
        for row in rows:
            found.setdefault(row.license_key_id, []).append(_activation(row))
        return found

    async def activate(self, activation: Activation) -> None:
        """Keep that it is used on one device more."""
        self._session.add(
            ActivationRow(
                id=activation.id,
                license_key_id=activation.license_key_id,
                instance=activation.instance,
                name=activation.name,
                activated_at=activation.activated_at,
            )
        )
        await self._session.flush()

    async def free(self, activation: Activation, *, by: str, at: datetime) -> None:
        """Keep that it is not used there any more."""
        await self._session.execute(
            update(ActivationRow).where(ActivationRow.id == activation.id).values(freed_at=at, freed_by=by)
        )

    async def forget_devices(self, scope: Scope, customer_id: str) -> None:
        """Empty the names that a customer gave to devices, which are in use all the same."""
        own = select(col(LicenseKeyRow.id)).join(GrantRow, col(GrantRow.id) == LicenseKeyRow.grant_id)
        theirs = own.where(GrantRow.business_id == scope.business_id, GrantRow.customer_id == customer_id)
        await self._session.execute(
            update(ActivationRow)
            .where(col(ActivationRow.license_key_id).in_(theirs))
            .values(name="")
            .execution_options(synchronize_session=False)
        )

    async def _one(self, query: Select[LicenseKeyRow], *, lock: bool) -> LicenseKey:
        query = query.execution_options(populate_existing=True)
        row = await self._session.scalar(query.with_for_update(of=LicenseKeyRow) if lock else query)
        if row is None:
            raise LicenseKeyNotFound("There is no such license key.")
        return _license_key(row)


def _granted(scope: Scope) -> Select[LicenseKeyRow]:
    query = (
        select(LicenseKeyRow)
        .join(GrantRow, col(GrantRow.id) == LicenseKeyRow.grant_id)
        .where(LicenseKeyRow.business_id == scope.business_id)
    )
    return query.where(GrantRow.customer_id == scope.customer_id) if scope.customer_id else query


def _license_key(row: LicenseKeyRow) -> LicenseKey:
    return LicenseKey(id=row.id, grant_id=row.grant_id or "", key=row.key, created_at=row.created_at)


def _activation(row: ActivationRow) -> Activation:
    return Activation(
        id=row.id,
        license_key_id=row.license_key_id,
        instance=row.instance,
        name=row.name,
        activated_at=row.activated_at,
    )

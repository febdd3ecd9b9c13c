"""Addresses that mail came back from, of a business."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, exists, func
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col, select

from foyer_notifications.domain.bounces import BouncedAddress, BouncedAddressNotFound
from foyer_notifications.storage.rows import BouncedAddressRow, CustomerRow


class BouncedAddresses:
    """The repository of the marks."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def add(self, bounced: BouncedAddress) -> None:
        """Mark it; the first bounce is the one that is kept."""
        await self._session.execute(
            insert(BouncedAddressRow)
            .values(asdict(bounced))
            .on_conflict_do_nothing(index_elements=["business_id", "address"])
        )

    async def find(self, scope: Scope, address: str) -> BouncedAddress | None:
        """The mark of an address, whatever its case."""
        found = await self._session.execute(
            select(BouncedAddressRow).where(
                BouncedAddressRow.business_id == scope.business_id,
                BouncedAddressRow.address == address.lower(),
            )
        )
        row = found.scalar_one_or_none()
        return BouncedAddress(**row.model_dump()) if row else None

    async def list_page(self, scope: Scope, *, before: str | None, limit: int) -> list[BouncedAddress]:
        """The newest of the business, those marked before the one with id `before`."""
        query = select(BouncedAddressRow).where(BouncedAddressRow.business_id == scope.business_id)
        if before is not None:
            query = query.where(col(BouncedAddressRow.id) < before)
        found = await self._session.execute(query.order_by(col(BouncedAddressRow.id).desc()).limit(limit))
        return [BouncedAddress(**row.model_dump()) for row in found.scalars()]

    async def remove(self, scope: Scope, bounced_id: str) -> BouncedAddress:
        """Take a mark away; raises `BouncedAddressNotFound`."""
        found = await self._session.execute(
            delete(BouncedAddressRow)
            .where(
                col(BouncedAddressRow.id) == bounced_id,
                col(BouncedAddressRow.business_id) == scope.business_id,
            )
            .returning(BouncedAddressRow)
        )
        row = found.scalar_one_or_none()
        if row is None:
            raise BouncedAddressNotFound("No such address is marked.")
        return BouncedAddress(**row.model_dump())

    async def forget_nobodys_for_everyone(self, before: datetime, *, limit: int) -> int:
        """Delete those marked before a real moment that are no customer's address; how many."""
        is_a_customer_s = exists().where(
            col(CustomerRow.business_id) == col(BouncedAddressRow.business_id),
            func.lower(col(CustomerRow.email)) == col(BouncedAddressRow.address),
        )
        old = (
            select(BouncedAddressRow.id)
            .where(col(BouncedAddressRow.bounced_at) < before, ~is_a_customer_s)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        gone = await self._session.scalars(
            delete(BouncedAddressRow)
            .where(col(BouncedAddressRow.id).in_(old))
            .returning(col(BouncedAddressRow.id))
            .execution_options(synchronize_session=False)
        )
        return len(gone.all())

    async def forget(self, scope: Scope, *addresses: str) -> None:
        """Know nothing of these addresses any more."""
        await self._session.execute(
            delete(BouncedAddressRow).where(
                col(BouncedAddressRow.business_id) == scope.business_id,
                col(BouncedAddressRow.address).in_([address.lower() for address in addresses]),
            )
        )

"""Which address a customer had when, in the database."""

from dataclasses import asdict
from datetime import datetime

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.ids import new_id
from foyer_shared.basics.origin import Scope
from sqlalchemy import delete, insert, select, tuple_, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.domain.customer_address import AddressKind, CustomerAddress
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import AddressRow


class Addresses:
    """Reads and writes the history of customers' addresses."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def keep(self, customer: Customer, *, at: datetime) -> None:
        """End what is not the customer's any more, and begin what is new. The customer is locked, or new."""
        rows = await self._session.scalars(
            select(AddressRow).where(
                col(AddressRow.customer_id) == customer.id, col(AddressRow.valid_until).is_(None)
            )
        )
        known = {AddressKind(row.kind): row for row in rows}
        now = {
            AddressKind.BILLING: customer.billing_address,
            AddressKind.SHIPPING: customer.shipping_address,
        }
        for kind, address in now.items():
            before = known.get(kind)
            stored = asdict(address) if address else None
            if (before.address if before else None) == stored:
                continue
            if before:
                await self._session.execute(
                    update(AddressRow)
                    .where(col(AddressRow.id) == before.id)
                    .values(valid_until=at)
                    .execution_options(synchronize_session=False)
                )
            if stored:
                await self._session.execute(
                    insert(AddressRow).values(
                        id=new_id("adr"),
                        business_id=customer.business_id,
                        customer_id=customer.id,
                        kind=kind,
                        address=stored,
                        valid_from=at,
                        valid_until=None,
                    )
                )

    async def list_page(
        self, scope: Scope, customer_id: str, *, limit: int, after: Place | None = None
    ) -> list[CustomerAddress]:
        """A customer's addresses, the newest first, beginning after a place."""
        query = (
            select(AddressRow)
            .where(owned_by(scope, AddressRow), col(AddressRow.customer_id) == customer_id)
            .order_by(col(AddressRow.valid_from).desc(), col(AddressRow.id).desc())
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(col(AddressRow.valid_from), col(AddressRow.id)) < after)
        return [_address(row) for row in await self._session.scalars(query)]

    async def forget(self, customer_id: str) -> None:
        """Drop all addresses that the customer has and had."""
        await self._session.execute(delete(AddressRow).where(col(AddressRow.customer_id) == customer_id))


def _address(row: AddressRow) -> CustomerAddress:
    return CustomerAddress(
        id=row.id,
        kind=AddressKind(row.kind),
        address=Address(**row.address),
        valid_from=row.valid_from,
        valid_until=row.valid_until,
    )

"""Customers in the database."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.addresses import Address
from foyer_shared.basics.origin import Scope
from sqlalchemy import ColumnElement, Select, and_, func, select, tuple_, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.customer import Customer, CustomerNotFound, EmailTaken
from foyer_invoicing.domain.tax_id import TaxId, Verification, VerificationStatus
from foyer_invoicing.domain.verify_tax_ids import is_unasked, to_ask
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import CustomerRow


class Customers:
    """Reads and writes customers."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, customer_id: str) -> Customer:
        """Raises CustomerNotFound."""
        return await self._one(_select(scope).where(col(CustomerRow.id) == customer_id))

    async def get_for_update(self, scope: Scope, customer_id: str) -> Customer:
        """The same, locked until the end of the work."""
        return await self._one(_select(scope).where(col(CustomerRow.id) == customer_id).with_for_update())

    async def by_id(self, scope: Scope, customer_ids: Sequence[str]) -> dict[str, Customer]:
        """Those that there are."""
        rows = await self._session.scalars(_select(scope).where(col(CustomerRow.id).in_(customer_ids)))
        return {row.id: _customer(row) for row in rows}

    async def list_page(self, scope: Scope, *, limit: int, after: Place | None = None) -> list[Customer]:
        """The newest first, beginning after a place."""
        query = (
            _select(scope)
            .order_by(col(CustomerRow.created_at).desc(), col(CustomerRow.id).desc())
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(col(CustomerRow.created_at), col(CustomerRow.id)) < after)
        return [_customer(row) for row in await self._session.scalars(query)]

    async def add(self, customer: Customer) -> None:
        """Raises EmailTaken when the business has a customer with this email."""
        statement = insert(CustomerRow).values(**_columns(customer))
        statement = statement.on_conflict_do_nothing(index_elements=["business_id", "email"])
        added = await self._session.scalar(statement.returning(col(CustomerRow.id)))
        if added is None:
            raise _email_taken()

    async def save(self, customer: Customer) -> None:
        """Write a changed customer; raises EmailTaken, after which nothing else can be done in this work."""
        statement = update(CustomerRow).where(col(CustomerRow.id) == customer.id).values(**_columns(customer))
        try:
            await self._session.execute(statement, execution_options={"synchronize_session": False})
        except IntegrityError as error:
            raise _email_taken() from error

    async def claim_for_everyone(self, now: datetime, *, again_at: datetime, limit: int) -> list[Customer]:
        """Those whose VAT ids are to be looked up now, the longest waiting first, save those that another
        has; until the next time they are the caller's alone.
        """
        query = (
            select(CustomerRow)
            .where(col(CustomerRow.verify_at) <= now)
            .order_by(col(CustomerRow.verify_at))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        claimed = [_customer(row) for row in await self._session.scalars(query)]
        if claimed:
            await self._session.execute(
                update(CustomerRow)
                .where(col(CustomerRow.id).in_([customer.id for customer in claimed]))
                .values(verify_at=again_at)
                .execution_options(synchronize_session=False)
            )
        return claimed

    async def verify_again(self, customer_id: str, *, at: datetime) -> None:
        """Look their VAT ids up at this time."""
        statement = update(CustomerRow).where(col(CustomerRow.id) == customer_id).values(verify_at=at)
        await self._session.execute(statement, execution_options={"synchronize_session": False})

    async def _one(self, query: Select[CustomerRow]) -> Customer:
        row = await self._session.scalar(query)
        if row is None:
            raise CustomerNotFound("There is no such customer.", field="customer_id")
        return _customer(row)


def _select(scope: Scope) -> Select[CustomerRow]:
    return select(CustomerRow).where(_within(scope))


def _within(scope: Scope) -> ColumnElement[bool]:
    of_business = col(CustomerRow.business_id) == scope.business_id
    return (
        of_business
        if scope.customer_id is None
        else and_(of_business, col(CustomerRow.id) == scope.customer_id)
    )


def _email_taken() -> EmailTaken:
    return EmailTaken("Another customer has this email.", field="email")


def _columns(customer: Customer) -> dict[str, Any]:
    """What is known of tax ids lies beside them, where the version before does not read it."""
    columns = asdict(customer)
    columns["tax_ids"] = [{"type": one.type, "value": one.value} for one in customer.tax_ids]
    columns["tax_id_verifications"] = {
        one.value: {
            "status": one.verification.status,
            "verified_at": one.verification.verified_at and one.verification.verified_at.isoformat(),
            "name": one.verification.name,
        }
        for one in customer.tax_ids
        if one.verification
    }
    if is_unasked(customer):
        columns["verify_at"] = func.now()
    elif not to_ask(customer):
        columns["verify_at"] = None
    return columns


def _customer(row: CustomerRow) -> Customer:
    columns = row.model_dump(exclude={"tax_id_verifications", "verify_at"})
    for name in ("billing_address", "shipping_address"):
        columns[name] = columns[name] and Address(**columns[name])
    columns["tax_ids"] = tuple(
        TaxId(**stored, verification=_verification(row.tax_id_verifications.get(stored["value"])))
        for stored in row.tax_ids
    )
    return Customer(**columns)


def _verification(stored: dict[str, Any] | None) -> Verification | None:
    if stored is None:
        return None
    at = stored["verified_at"]
    return Verification(
        status=VerificationStatus(stored["status"]),
        verified_at=at and datetime.fromisoformat(at),
        name=stored["name"],
    )

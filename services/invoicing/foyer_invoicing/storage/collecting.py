"""The collecting of invoices in the database, and which payments for them are under way."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.invoice import Invoice
from foyer_invoicing.domain.payment_plan import PlanStatus
from foyer_invoicing.domain.retry_schedule import ChargeFailure, Collecting, NextStep, Severity
from foyer_invoicing.storage.rows import (
    ChargeRow,
    CollectingRow,
    CollectionCaseRow,
    InvoiceRow,
    PaymentPlanRow,
)
from foyer_invoicing.storage.which_invoices import IS_OPEN

_HELD_UP = or_(
    exists().where(
        col(PaymentPlanRow.invoice_id) == col(CollectingRow.invoice_id),
        col(PaymentPlanRow.status) == PlanStatus.RUNNING,
    ),
    exists().where(
        col(CollectionCaseRow.invoice_id) == col(CollectingRow.invoice_id),
        col(CollectionCaseRow.held_at).is_not(None),
    ),
)
"""It is paid in instalments, or its case is on hold."""

WAITS = or_(
    exists().where(col(ChargeRow.invoice_id) == col(CollectingRow.invoice_id), ~col(ChargeRow.settled)),
    _HELD_UP,
)
"""Nothing is asked for, and nothing given up: also while the outcome of another payment is waited for."""


class Collectings:
    """Reads and writes where collecting stands."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def find_for_update(self, scope: Scope, invoice_id: str) -> Collecting | None:
        """Locked until the end of the work; None for an invoice that is not collected by charges."""
        row = await self._session.scalar(
            _select(scope).where(col(CollectingRow.invoice_id) == invoice_id).with_for_update()
        )
        return _collecting(row) if row else None

    async def by_id(self, scope: Scope, invoice_ids: Sequence[str]) -> dict[str, Collecting]:
        """Of those of these invoices that are collected by charges."""
        rows = await self._session.scalars(
            _select(scope).where(col(CollectingRow.invoice_id).in_(invoice_ids))
        )
        return {row.invoice_id: _collecting(row) for row in rows}

    async def list_due_for_update(self, scope: Scope, *, now: datetime, limit: int) -> list[Collecting]:
        """Those with something to do, locked with their invoices, save those that another holds."""
        query = (
            _select(scope)
            .join(InvoiceRow, col(InvoiceRow.id) == col(CollectingRow.invoice_id))
            .where(col(CollectingRow.next_at) <= now, ~WAITS)
            .order_by(col(CollectingRow.next_at), col(CollectingRow.invoice_id))
            .limit(limit)
            .with_for_update(skip_locked=True, of=[InvoiceRow, CollectingRow])
        )
        return [_collecting(row) for row in await self._session.scalars(query)]

    async def next_at(self, scope: Scope) -> datetime | None:
        """When the next of them has something to do."""
        first = select(func.min(col(CollectingRow.next_at)))
        own = col(CollectingRow.business_id) == scope.business_id
        return await self._session.scalar(first.where(own, ~WAITS))

    async def list_failed_of(self, scope: Scope, customer_id: str) -> list[str]:
        """The customer's open invoices that failed and are neither paid in instalments nor on hold; to be
        read anew under their lock.
        """
        query = _failed(select(col(CollectingRow.invoice_id)), scope)
        of_customer = query.where(col(CollectingRow.customer_id) == customer_id)
        return list(await self._session.scalars(of_customer.order_by(col(CollectingRow.invoice_id))))

    async def find_failed_for_update(self, scope: Scope, invoice_id: str) -> Collecting | None:
        """The same of one invoice, locked after it until the end of the work."""
        query = _failed(select(CollectingRow), scope).where(col(CollectingRow.invoice_id) == invoice_id)
        row = await self._session.scalar(query.with_for_update(of=CollectingRow))
        return _collecting(row) if row else None

    async def add(self, collecting: Collecting, invoice: Invoice) -> None:
        """Write the first attempt for an invoice."""
        self._session.add(
            CollectingRow(
                **_stored(collecting), business_id=invoice.business_id, customer_id=invoice.customer_id
            )
        )
        await self._session.flush()

    async def save(self, collecting: Collecting) -> None:
        """Write what changed."""
        await self._session.execute(
            update(CollectingRow)
            .where(col(CollectingRow.invoice_id) == collecting.invoice_id)
            .values(**_stored(collecting))
            .execution_options(synchronize_session=False)
        )

    async def note_charge(self, scope: Scope, payment_id: str, invoice_id: str, *, settled: bool) -> None:
        """A payment is under way, or its outcome is known, which nothing that comes late takes back."""
        statement = insert(ChargeRow).values(
            payment_id=payment_id, invoice_id=invoice_id, business_id=scope.business_id, settled=settled
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["payment_id", "invoice_id"],
                set_={"settled": or_(col(ChargeRow.settled), statement.excluded.settled)},
            )
        )

    async def note_collection(
        self, scope: Scope, payment_id: str, invoice_id: str, collects_at: datetime
    ) -> None:
        """A payment was announced for a day, or for another one."""
        statement = insert(ChargeRow).values(
            payment_id=payment_id,
            invoice_id=invoice_id,
            business_id=scope.business_id,
            settled=False,
            collects_at=collects_at,
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["payment_id", "invoice_id"],
                set_={"collects_at": func.greatest(col(ChargeRow.collects_at), collects_at)},
            )
        )

    async def collected_at(
        self, scope: Scope, invoice_ids: Sequence[str], now: datetime
    ) -> dict[str, datetime]:
        """When those are charged whose day was announced and is still to come."""
        query = (
            select(col(ChargeRow.invoice_id), func.min(col(ChargeRow.collects_at)))
            .where(
                col(ChargeRow.business_id) == scope.business_id,
                col(ChargeRow.invoice_id).in_(invoice_ids),
                ~col(ChargeRow.settled),
                col(ChargeRow.collects_at) > now,
            )
            .group_by(col(ChargeRow.invoice_id))
        )
        found = await self._session.execute(query)
        return {invoice_id: at for invoice_id, at in found if at is not None}

    async def under_way_of(self, scope: Scope, invoice_ids: Sequence[str]) -> set[str]:
        """Those for which the outcome of a payment is waited for."""
        query = select(col(ChargeRow.invoice_id)).where(
            col(ChargeRow.business_id) == scope.business_id,
            col(ChargeRow.invoice_id).in_(invoice_ids),
            ~col(ChargeRow.settled),
        )
        return set(await self._session.scalars(query))


def _select(scope: Scope) -> Select[CollectingRow]:
    return select(CollectingRow).where(col(CollectingRow.business_id) == scope.business_id)


def _failed(query: Select[Any], scope: Scope) -> Select[Any]:
    return query.join(InvoiceRow, col(InvoiceRow.id) == col(CollectingRow.invoice_id)).where(
        col(CollectingRow.business_id) == scope.business_id,
        or_(col(CollectingRow.next_at).is_not(None), col(CollectingRow.exhausted_at).is_not(None)),
        IS_OPEN,
        ~_HELD_UP,
    )


def _stored(collecting: Collecting) -> dict[str, object]:
    return asdict(collecting)


def _collecting(row: CollectingRow) -> Collecting:
    failure = row.failure
    return Collecting(
        invoice_id=row.invoice_id,
        attempt=row.attempt,
        next_step=NextStep(row.next_step) if row.next_step else None,
        next_at=row.next_at,
        first_failed_at=row.first_failed_at,
        failure=ChargeFailure(**failure | {"severity": Severity(failure["severity"])}) if failure else None,
        exhausted_at=row.exhausted_at,
    )

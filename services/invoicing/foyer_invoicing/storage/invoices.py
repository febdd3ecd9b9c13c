"""Invoices in the database."""

from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any, TypeVar

from foyer_shared.basics.bank_accounts import BankAccount
from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import (
    ColumnElement,
    Date,
    Integer,
    Select,
    func,
    insert,
    literal,
    select,
    tuple_,
    update,
)
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped, defer
from sqlmodel import col

from foyer_invoicing.domain.exchange_rate import ExchangeRate
from foyer_invoicing.domain.invoice import (
    Collection,
    Invoice,
    InvoiceNotFound,
    InvoiceStatus,
    Period,
)
from foyer_invoicing.domain.invoice_filter import EVERY, InvoiceFilter
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.domain.party import Parties
from foyer_invoicing.storage.documents import (
    lines_as_stored,
    lines_from_stored,
    totals_as_stored,
    totals_from_stored,
)
from foyer_invoicing.storage.exchange_rates import exchange_rate_as_stored, exchange_rate_from_stored
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.parties import address_from_stored, parties_as_stored, parties_from_stored
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import InvoiceRow
from foyer_invoicing.storage.which_invoices import (
    IS_OPEN,
    MAY_BECOME_A_CASE,
    MAY_BECOME_OVERDUE,
    NOT_YET_REMINDED_AFTER,
    NOT_YET_REMINDED_BEFORE,
    has_longer_terms,
    is_chosen,
    long_due,
    near_due,
    to_open_cases,
)

Kept = TypeVar("Kept")
Stored = dict[str, Any] | None


class Invoices:
    """Reads and writes invoices; their lines are read only where they are asked for."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_with_lines(self, scope: Scope, invoice_id: str) -> tuple[Invoice, tuple[TaxedLine, ...]]:
        """Raises InvoiceNotFound."""
        query = select(InvoiceRow).where(owned_by(scope, InvoiceRow), col(InvoiceRow.id) == invoice_id)
        row = await self._session.scalar(query)
        if row is None:
            raise InvoiceNotFound("There is no such invoice.")
        return _invoice(row), lines_from_stored(row.lines, row.currency)

    async def find_parties(self, scope: Scope, invoice_id: str) -> Parties | None:
        """Whom an invoice names; None for one from before they were kept."""
        query = select(col(InvoiceRow.parties)).where(
            owned_by(scope, InvoiceRow), col(InvoiceRow.id) == invoice_id
        )
        return parties_from_stored(await self._session.scalar(query))

    async def keep_parties(self, scope: Scope, invoice_id: str, parties: Parties) -> Parties:
        """For good, on an invoice that names nobody yet; answers whom it names then."""
        column, stored = col(InvoiceRow.parties), parties_as_stored(parties)
        return await self._keep(scope, invoice_id, column, stored, parties_from_stored)

    async def keep_exchange_rate(self, scope: Scope, invoice_id: str, rate: ExchangeRate) -> ExchangeRate:
        """For good, on an invoice that has none yet; answers which it has then."""
        column, stored = col(InvoiceRow.exchange_rate), exchange_rate_as_stored(rate)
        return await self._keep(scope, invoice_id, column, stored, exchange_rate_from_stored)

    async def _keep(
        self,
        scope: Scope,
        invoice_id: str,
        column: Mapped[Stored],
        stored: Stored,
        read: Callable[[Stored], Kept | None],
    ) -> Kept:
        """Of two at once the first one's is kept, and both are answered it. Raises InvoiceNotFound."""
        found = await self._session.scalar(
            update(InvoiceRow)
            .where(owned_by(scope, InvoiceRow), col(InvoiceRow.id) == invoice_id)
            .values({column: func.coalesce(column, literal(stored, column.type))})
            .returning(column)
            .execution_options(synchronize_session=False)
        )
        kept = read(found)
        if kept is None:
            raise InvoiceNotFound("There is no such invoice.")
        return kept

    async def get(self, scope: Scope, invoice_id: str) -> Invoice:
        """Raises InvoiceNotFound."""
        row = await self._session.scalar(_without_lines(scope).where(col(InvoiceRow.id) == invoice_id))
        if row is None:
            raise InvoiceNotFound("There is no such invoice.")
        return _invoice(row)

    async def all_with_lines(self, scope: Scope) -> list[tuple[Invoice, tuple[TaxedLine, ...]]]:
        """All of the scope's customer, the newest first."""
        rows = await self._session.scalars(
            select(InvoiceRow)
            .where(owned_by(scope, InvoiceRow))
            .order_by(col(InvoiceRow.finalized_at).desc(), col(InvoiceRow.id).desc())
        )
        return [(_invoice(row), lines_from_stored(row.lines, row.currency)) for row in rows]

    async def get_for_update(self, scope: Scope, invoice_id: str) -> Invoice:
        """Locked until the end of the work; raises InvoiceNotFound."""
        row = await self._session.scalar(
            _without_lines(scope).where(col(InvoiceRow.id) == invoice_id).with_for_update()
        )
        if row is None:
            raise InvoiceNotFound("There is no such invoice.")
        return _invoice(row)

    async def by_id(self, scope: Scope, invoice_ids: Sequence[str]) -> dict[str, Invoice]:
        """Those that there are."""
        rows = await self._session.scalars(_without_lines(scope).where(col(InvoiceRow.id).in_(invoice_ids)))
        return {row.id: _invoice(row) for row in rows}

    async def list_to_open_cases_for(
        self, scope: Scope, *, today: date, days: int, limit: int
    ) -> list[Invoice]:
        """Those overdue for so many days or more that never had a case, the longest due first."""
        return await self._claim(scope, limit, *to_open_cases(literal(today, Date), days))

    async def find_of_change(self, scope: Scope, change_id: str) -> Invoice | None:
        """The invoice that a change of plan waits for."""
        row = await self._session.scalar(_without_lines(scope).where(col(InvoiceRow.change_id) == change_id))
        return _invoice(row) if row else None

    async def find_of_quote(self, scope: Scope, subscription_id: str, quote_id: str) -> Invoice | None:
        """The invoice of a quoted change of a subscription's plan."""
        row = await self._session.scalar(
            _without_lines(scope).where(
                col(InvoiceRow.subscription_id) == subscription_id, col(InvoiceRow.quote_id) == quote_id
            )
        )
        return _invoice(row) if row else None

    async def find_of_period(
        self, scope: Scope, subscription_id: str, period_start: datetime
    ) -> Invoice | None:
        """The newest invoice of the period of a subscription that began then."""
        query = (
            _without_lines(scope)
            .where(
                col(InvoiceRow.subscription_id) == subscription_id,
                col(InvoiceRow.period_start) == period_start,
            )
            .order_by(col(InvoiceRow.finalized_at).desc(), col(InvoiceRow.id).desc())
            .limit(1)
        )
        row = await self._session.scalar(query)
        return _invoice(row) if row else None

    async def list_of_subscription_for_update(
        self, scope: Scope, subscription_id: str, *, limit: int
    ) -> list[Invoice]:
        """Those that are not void, the newest first, locked."""
        query = (
            _without_lines(scope)
            .where(
                col(InvoiceRow.subscription_id) == subscription_id,
                col(InvoiceRow.status) != InvoiceStatus.VOID,
            )
            .order_by(col(InvoiceRow.finalized_at).desc(), col(InvoiceRow.id).desc())
            .limit(limit)
            .with_for_update()
        )
        return [_invoice(row) for row in await self._session.scalars(query)]

    async def list_open_for_update(self, scope: Scope, customer_id: str, currency: str) -> list[Invoice]:
        """A customer's in one currency, the oldest due date first, locked."""
        query = (
            _without_lines(scope)
            .where(IS_OPEN, col(InvoiceRow.customer_id) == customer_id, col(InvoiceRow.currency) == currency)
            .order_by(col(InvoiceRow.due_on), col(InvoiceRow.id))
            .with_for_update()
        )
        return [_invoice(row) for row in await self._session.scalars(query)]

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: Place | None = None,
        chosen: InvoiceFilter = EVERY,
    ) -> list[Invoice]:
        """The newest first, beginning after a place."""
        query = (
            _without_lines(scope)
            .order_by(col(InvoiceRow.finalized_at).desc(), col(InvoiceRow.id).desc())
            .where(*is_chosen(chosen))
            .limit(limit)
        )
        if after is not None:
            query = query.where(tuple_(col(InvoiceRow.finalized_at), col(InvoiceRow.id)) < after)
        return [_invoice(row) for row in await self._session.scalars(query)]

    async def list_open(self, scope: Scope, *, limit: int) -> list[Invoice]:
        """What is to be paid, the oldest due date first."""
        oldest_first = (col(InvoiceRow.due_on), col(InvoiceRow.id))
        query = _without_lines(scope).where(IS_OPEN).order_by(*oldest_first).limit(limit)
        return [_invoice(row) for row in await self._session.scalars(query)]

    async def open_totals(self, scope: Scope) -> list[Money]:
        """What is to be paid in all, per currency."""
        query = (
            select(col(InvoiceRow.currency), func.sum(col(InvoiceRow.open)))
            .where(owned_by(scope, InvoiceRow), IS_OPEN)
            .group_by(col(InvoiceRow.currency))
            .order_by(col(InvoiceRow.currency))
        )
        return [Money(int(amount), currency) for currency, amount in await self._session.execute(query)]

    async def last_issued_on(self, scope: Scope) -> date | None:
        """The day of the newest one."""
        query = select(func.max(col(InvoiceRow.issued_on))).where(owned_by(scope, InvoiceRow))
        return await self._session.scalar(query)

    async def count(self, scope: Scope) -> int:
        """How many there are."""
        query = select(func.count()).select_from(InvoiceRow).where(owned_by(scope, InvoiceRow))
        return (await self._session.scalars(query)).one()

    async def days_to_come(self, scope: Scope, *, before: int | None, after: int | None) -> list[date]:
        """The first days on which one is overdue, and one to be reminded of so many days before and after its
        due date; those that do not come are left out.
        """
        first, ahead = func.min(col(InvoiceRow.due_on)), literal(before, Integer)
        days = select(
            first.filter(MAY_BECOME_OVERDUE) + 1,
            first.filter(NOT_YET_REMINDED_BEFORE, has_longer_terms(ahead)) - ahead,
            first.filter(NOT_YET_REMINDED_AFTER) + literal(after, Integer),
        )
        found = (await self._session.execute(days.where(owned_by(scope, InvoiceRow), IS_OPEN))).one()
        return [day for day in found if day]

    async def case_day_to_come(self, scope: Scope, *, after: int) -> date | None:
        """The first day on which one is overdue for so many days without a case."""
        first = select(func.min(col(InvoiceRow.due_on)) + after)
        return await self._session.scalar(first.where(owned_by(scope, InvoiceRow), *MAY_BECOME_A_CASE))

    async def list_past_due_for_update(self, scope: Scope, *, today: date, limit: int) -> list[Invoice]:
        """Those whose due date has passed and that are not marked yet, save those that another holds."""
        query = (
            _without_lines(scope)
            .where(MAY_BECOME_OVERDUE, col(InvoiceRow.due_on) < today)
            .order_by(col(InvoiceRow.due_on))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_invoice(row) for row in await self._session.scalars(query)]

    async def list_due_soon_for_update(
        self, scope: Scope, *, today: date, days: int, limit: int
    ) -> list[Invoice]:
        """Those whose due date is so many days ahead or fewer, and which were not reminded of yet."""
        return await self._claim(scope, limit, NOT_YET_REMINDED_BEFORE, *near_due(literal(today, Date), days))

    async def list_to_remind_for_update(
        self, scope: Scope, *, today: date, days: int, limit: int
    ) -> list[Invoice]:
        """Those overdue for so many days or more that were not reminded of yet."""
        return await self._claim(scope, limit, NOT_YET_REMINDED_AFTER, long_due(literal(today, Date), days))

    async def _claim(self, scope: Scope, limit: int, *which: ColumnElement[bool]) -> list[Invoice]:
        """The longest due first, save those that another holds."""
        query = (
            _without_lines(scope)
            .where(*which)
            .order_by(col(InvoiceRow.due_on), col(InvoiceRow.id))
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        return [_invoice(row) for row in await self._session.scalars(query)]

    async def add(self, invoice: Invoice, lines: Sequence[TaxedLine], parties: Parties | None) -> None:
        """Write a newly finalised invoice with its lines and whom it names."""
        await self._session.execute(
            insert(InvoiceRow).values(
                id=invoice.id,
                business_id=invoice.business_id,
                customer_id=invoice.customer_id,
                number=invoice.number,
                **totals_as_stored(invoice.totals),
                lines=lines_as_stored(lines),
                parties=parties_as_stored(parties),
                ship_to=asdict(invoice.ship_to) if invoice.ship_to else None,
                exchange_rate=exchange_rate_as_stored(invoice.exchange_rate),
                order_id=invoice.order_id,
                subscription_id=invoice.subscription_id,
                change_id=invoice.change_id,
                quote_id=invoice.quote_id,
                case_id=invoice.case_id,
                collection=invoice.collection,
                period_start=invoice.period.start if invoice.period else None,
                period_end=invoice.period.end if invoice.period else None,
                issued_on=invoice.issued_on,
                due_on=invoice.due_on,
                finalized_at=invoice.finalized_at,
                **_changeable(invoice),
            )
        )

    async def save(self, *invoices: Invoice) -> None:
        """Write what can change of invoices."""
        await self._session.execute(
            update(InvoiceRow), [{"id": invoice.id, **_changeable(invoice)} for invoice in invoices]
        )


def _without_lines(scope: Scope) -> Select[InvoiceRow]:
    left_out = (defer(col(column), raiseload=True) for column in (InvoiceRow.lines, InvoiceRow.parties))
    # One piece of work reads an invoice before it locks it, and after it has written it.
    fresh = {"populate_existing": True}
    return select(InvoiceRow).where(owned_by(scope, InvoiceRow)).options(*left_out).execution_options(**fresh)


def _changeable(invoice: Invoice) -> dict[str, object]:
    return {
        "open": invoice.open.amount,
        "credited": invoice.credited.amount,
        "written_off": invoice.written_off.amount,
        "pay_to": asdict(invoice.pay_to) if invoice.pay_to else None,
        "pending": invoice.pending,
        "status": invoice.status,
        "paid_at": invoice.paid_at,
        "overdue_at": invoice.overdue_at,
        "due_soon_at": invoice.due_soon_at,
        "reminded_at": invoice.reminded_at,
        "version": invoice.version,
    }


def _invoice(row: InvoiceRow) -> Invoice:
    return Invoice(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        number=row.number,
        order_id=row.order_id,
        subscription_id=row.subscription_id,
        change_id=row.change_id,
        quote_id=row.quote_id,
        case_id=row.case_id,
        totals=totals_from_stored(row),
        open=Money(row.open, row.currency),
        credited=Money(row.credited, row.currency),
        written_off=Money(row.written_off, row.currency),
        pending=row.pending,
        status=InvoiceStatus(row.status),
        issued_on=row.issued_on,
        due_on=row.due_on,
        finalized_at=row.finalized_at,
        collection=Collection(row.collection),
        exchange_rate=exchange_rate_from_stored(row.exchange_rate),
        ship_to=address_from_stored(row.ship_to),
        pay_to=BankAccount(**row.pay_to) if row.pay_to else None,
        period=Period(row.period_start, row.period_end) if row.period_start and row.period_end else None,
        paid_at=row.paid_at,
        overdue_at=row.overdue_at,
        due_soon_at=row.due_soon_at,
        reminded_at=row.reminded_at,
        version=row.version,
    )

"""Credit notes in the database."""

from collections.abc import Mapping, Sequence
from typing import Any

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from sqlalchemy import Select, insert, select, tuple_
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import defer
from sqlmodel import col

from foyer_invoicing.domain.credit_note import CreditNote, CreditNoteNotFound, RefundPart
from foyer_invoicing.domain.line import TaxedLine
from foyer_invoicing.storage.documents import (
    lines_as_stored,
    lines_from_stored,
    totals_as_stored,
    totals_from_stored,
)
from foyer_invoicing.storage.exchange_rates import exchange_rate_from_stored
from foyer_invoicing.storage.owned_by import owned_by
from foyer_invoicing.storage.place import Place
from foyer_invoicing.storage.rows import CreditNoteRow, InvoiceRow


class CreditNotes:
    """Reads and writes credit notes; their lines are read only where they are asked for."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get_with_lines(self, scope: Scope, note_id: str) -> tuple[CreditNote, tuple[TaxedLine, ...]]:
        """Raises CreditNoteNotFound."""
        query = _select(scope).where(col(CreditNoteRow.id) == note_id)
        found = (await self._session.execute(query)).one_or_none()
        if found is None:
            raise CreditNoteNotFound("There is no such credit note.")
        return _with_lines(*found)

    async def list_of_with_lines(
        self, scope: Scope, invoice_id: str
    ) -> list[tuple[CreditNote, tuple[TaxedLine, ...]]]:
        """All of an invoice, the oldest first."""
        query = _select(scope).where(col(CreditNoteRow.invoice_id) == invoice_id)
        oldest_first = query.order_by(col(CreditNoteRow.issued_at), col(CreditNoteRow.id))
        return [_with_lines(*found) for found in await self._session.execute(oldest_first)]

    async def has_request(self, scope: Scope, refund_request_id: str) -> bool:
        """Whether what a customer had asked for was given back."""
        query = _select(scope).where(col(CreditNoteRow.refund_request_id) == refund_request_id)
        return await self._session.scalar(query.with_only_columns(col(CreditNoteRow.id))) is not None

    async def all_with_lines(self, scope: Scope) -> list[tuple[CreditNote, tuple[TaxedLine, ...]]]:
        """All of the scope's customer, the newest first."""
        newest_first = _select(scope).order_by(
            col(CreditNoteRow.issued_at).desc(), col(CreditNoteRow.id).desc()
        )
        return [_with_lines(*found) for found in await self._session.execute(newest_first)]

    async def list_page(
        self,
        scope: Scope,
        *,
        limit: int,
        after: Place | None = None,
        customer_id: str | None = None,
        invoice_id: str | None = None,
    ) -> list[CreditNote]:
        """The newest first, beginning after a place; of what is named only."""
        query = (
            _select(scope)
            .options(defer(col(CreditNoteRow.lines), raiseload=True))
            .order_by(col(CreditNoteRow.issued_at).desc(), col(CreditNoteRow.id).desc())
            .limit(limit)
        )
        if customer_id is not None:
            query = query.where(col(CreditNoteRow.customer_id) == customer_id)
        if invoice_id is not None:
            query = query.where(col(CreditNoteRow.invoice_id) == invoice_id)
        if after is not None:
            query = query.where(tuple_(col(CreditNoteRow.issued_at), col(CreditNoteRow.id)) < after)
        return [_note(*found) for found in await self._session.execute(query)]

    async def add(self, note: CreditNote, lines: Sequence[TaxedLine]) -> None:
        """Write a new one with its lines; nothing of it is ever written again."""
        await self._session.execute(
            insert(CreditNoteRow).values(
                id=note.id,
                business_id=note.business_id,
                customer_id=note.customer_id,
                number=note.number,
                **totals_as_stored(note.totals),
                lines=lines_as_stored(lines),
                invoice_id=note.invoice_id,
                invoice_number=note.invoice_number,
                reason=note.reason,
                refund_request_id=note.refund_request_id,
                settled=note.settled.amount,
                to_balance=note.to_balance.amount,
                refunds=[
                    {
                        "payment_id": part.payment_id,
                        "amount": part.amount.amount,
                        "refund_id": part.refund_id,
                    }
                    for part in note.refunds
                ],
                issued_on=note.issued_on,
                issued_at=note.issued_at,
            )
        )


def _select(scope: Scope) -> Select[CreditNoteRow, dict[str, Any] | None]:
    """With the exchange rate of their invoices, which may have had to wait for it."""
    return (
        select(CreditNoteRow, col(InvoiceRow.exchange_rate))
        .join(InvoiceRow, col(InvoiceRow.id) == col(CreditNoteRow.invoice_id))
        .where(owned_by(scope, CreditNoteRow))
    )


def _with_lines(
    row: CreditNoteRow, rate: Mapping[str, Any] | None
) -> tuple[CreditNote, tuple[TaxedLine, ...]]:
    return _note(row, rate), lines_from_stored(row.lines, row.currency)


def _note(row: CreditNoteRow, rate: Mapping[str, Any] | None) -> CreditNote:
    return CreditNote(
        id=row.id,
        business_id=row.business_id,
        customer_id=row.customer_id,
        number=row.number,
        invoice_id=row.invoice_id,
        invoice_number=row.invoice_number,
        totals=totals_from_stored(row),
        exchange_rate=exchange_rate_from_stored(rate),
        reason=row.reason,
        refund_request_id=row.refund_request_id,
        settled=Money(row.settled, row.currency),
        to_balance=Money(row.to_balance, row.currency),
        refunds=tuple(
            RefundPart(part["payment_id"], Money(part["amount"], row.currency), part["refund_id"])
            for part in row.refunds
        ),
        issued_on=row.issued_on,
        issued_at=row.issued_at,
    )

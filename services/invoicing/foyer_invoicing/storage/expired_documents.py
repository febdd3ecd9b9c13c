"""What the law no longer wants kept of anonymised customers: whom documents name, and their papers."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    DateTime,
    Select,
    case,
    delete,
    extract,
    func,
    literal,
    null,
    or_,
    select,
)
from sqlalchemy import update as change
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_invoicing.domain.paper import Paper, PaperKind
from foyer_invoicing.domain.retention import LEGAL_YEARS, OTHER_YEARS
from foyer_invoicing.storage.papers import paper_of
from foyer_invoicing.storage.rows import (
    BusinessRow,
    CreditNoteRow,
    CustomerRow,
    InvoiceRow,
    OrderRow,
    PaperRow,
    PaymentRow,
)


class ExpiredDocuments:
    """Finds and empties them; an invoice goes with its credit notes and receipts."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def due_for_everyone(self, real: datetime, *, limit: int) -> list[str]:
        """Ids of invoices of somebody anonymised that still name them, or of which papers or an address are
        left, and whose newest document's term has ended by the business's clock.
        """
        found = await self._session.scalars(_due(real).limit(limit))
        return list(found)

    async def papers_of(self, invoice_ids: Sequence[str]) -> list[Paper]:
        """Those of the invoices, their credit notes and their receipts."""
        rows = await self._session.scalars(select(PaperRow).where(_belongs_to(invoice_ids)))
        return [paper_of(row) for row in rows]

    async def forget(self, real: datetime, invoice_ids: Sequence[str]) -> int:
        """Name nobody any more, and have no papers; how many. What another empties is left to it."""
        still = await self._session.scalars(
            _due(real)
            .where(col(InvoiceRow.id).in_(invoice_ids))
            .with_for_update(of=InvoiceRow, skip_locked=True)
        )
        mine = list(still)
        await self._session.execute(
            delete(PaperRow).where(_belongs_to(mine)).execution_options(synchronize_session=False)
        )
        await self._session.execute(
            change(InvoiceRow)
            .where(col(InvoiceRow.id).in_(mine))
            .values(parties=null(), ship_to=null())
            .execution_options(synchronize_session=False)
        )
        await self._session.execute(
            change(OrderRow)
            .where(col(OrderRow.invoice_id).in_(mine))
            .values(ship_to=null())
            .execution_options(synchronize_session=False)
        )
        return len(mine)


def _due(real: datetime) -> Select[str]:
    years = case(
        *((col(BusinessRow.country) == country, years) for country, years in LEGAL_YEARS.items()),
        else_=OTHER_YEARS,
    )
    now = literal(real, DateTime(timezone=True)) + func.make_interval(
        0, 0, 0, 0, 0, 0, col(BusinessRow.clock_offset)
    )
    noted = select(func.max(col(CreditNoteRow.issued_on))).where(
        col(CreditNoteRow.invoice_id) == col(InvoiceRow.id)
    )
    paid = select(func.max(col(PaymentRow.paid_at))).where(col(PaymentRow.invoice_id) == col(InvoiceRow.id))
    newest = func.greatest(
        extract("year", col(InvoiceRow.issued_on)),
        extract("year", noted.scalar_subquery()),
        extract("year", func.timezone(col(BusinessRow.zone), paid.scalar_subquery())),
    )
    return (
        select(col(InvoiceRow.id))
        .join(CustomerRow, col(CustomerRow.id) == col(InvoiceRow.customer_id))
        .join(BusinessRow, col(BusinessRow.id) == col(InvoiceRow.business_id))
        .where(
            col(CustomerRow.anonymized_at).is_not(None),
            or_(
                col(InvoiceRow.parties).is_not(None),
                col(InvoiceRow.ship_to).is_not(None),
                *_kept_elsewhere(),
            ),
            newest + years < extract("year", func.timezone(col(BusinessRow.zone), now)),
        )
        .order_by(col(InvoiceRow.id))
    )


def _kept_elsewhere() -> Iterator[ColumnElement[bool]]:
    """Each says whether something is left beside the invoice itself: the address of its order, a paper."""
    yield (
        select(OrderRow)
        .where(col(OrderRow.id) == col(InvoiceRow.order_id), col(OrderRow.ship_to).is_not(None))
        .exists()
    )
    of_kind, subject = col(PaperRow.kind), col(PaperRow.subject_id)
    yield select(PaperRow).where(of_kind == PaperKind.INVOICE, subject == col(InvoiceRow.id)).exists()
    for kind, row in ((PaperKind.CREDIT_NOTE, CreditNoteRow), (PaperKind.RECEIPT, PaymentRow)):
        yield (
            select(PaperRow)
            .join(row, subject == col(row.id))
            .where(of_kind == kind, col(row.invoice_id) == col(InvoiceRow.id))
            .exists()
        )


def _belongs_to(invoice_ids: Sequence[str]) -> ColumnElement[bool]:
    subject = col(PaperRow.subject_id)
    return or_(
        subject.in_(invoice_ids),
        subject.in_(select(col(CreditNoteRow.id)).where(col(CreditNoteRow.invoice_id).in_(invoice_ids))),
        subject.in_(select(col(PaymentRow.id)).where(col(PaymentRow.invoice_id).in_(invoice_ids))),
    )

"""What support knows of invoices, copied from events in whatever order they come."""

from collections.abc import Mapping, Sequence

from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Scope
from foyer_shared.messaging.handlers import NotYet
from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from foyer_support.domain.refund_refusals import InvoiceNotHere
from foyer_support.domain.refundable import InvoicedLine, Refundable
from foyer_support.storage.rows import CreditNoteRow, InvoiceRow


class Invoices:
    """Reads and writes the copies of invoices and of what their credit notes gave back."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    async def get(self, scope: Scope, invoice_id: str, *, lock: bool = False) -> Refundable:
        """Locked until the end of the work when asked. Raises InvoiceNotHere."""
        query = select(InvoiceRow).where(
            col(InvoiceRow.business_id) == scope.business_id, col(InvoiceRow.id) == invoice_id
        )
        if scope.customer_id is not None:
            query = query.where(col(InvoiceRow.customer_id) == scope.customer_id)
        row = await self._session.scalar(query.with_for_update() if lock else query)
        if row is None:
            raise InvoiceNotHere("There is no such invoice.")
        notes = (
            await self._session.scalars(
                select(CreditNoteRow).where(
                    col(CreditNoteRow.business_id) == scope.business_id,
                    col(CreditNoteRow.invoice_id) == invoice_id,
                )
            )
        ).all()
        given: dict[int, int] = {}
        for line in (line for note in notes for line in note.lines):
            given[line["line"]] = given.get(line["line"], 0) + line["quantity"]
        return Refundable(
            id=row.id,
            customer_id=row.customer_id,
            number=row.number,
            total=Money(row.total, row.currency),
            paid=row.paid,
            lines=[
                InvoicedLine(
                    line["description"],
                    line["quantity"],
                    Money(line["net"], row.currency),
                    Money(line["tax"], row.currency),
                )
                for line in row.lines
            ],
            credited=Money(sum(note.amount for note in notes), row.currency),
            given=given,
        )

    async def keep(
        self,
        scope: Scope,
        invoice_id: str,
        *,
        customer_id: str,
        number: str,
        total: Money,
        paid: bool,
        version: int,
    ) -> None:
        """Whether it is paid, unless what is kept is newer."""
        statement = insert(InvoiceRow).values(
            id=invoice_id,
            version=version,
            business_id=scope.business_id,
            customer_id=customer_id,
            number=number,
            total=total.amount,
            currency=total.currency,
            paid=paid,
            lines=[],
        )
        await self._session.execute(
            statement.on_conflict_do_update(
                index_elements=["id"],
                set_={"paid": statement.excluded.paid, "version": statement.excluded.version},
                where=InvoiceRow.version <= statement.excluded.version,
            )
        )

    async def keep_lines(self, scope: Scope, invoice_id: str, lines: Sequence[InvoicedLine]) -> None:
        """Of an invoice that is kept; they never change."""
        await self._session.execute(
            update(InvoiceRow)
            .where(col(InvoiceRow.business_id) == scope.business_id, col(InvoiceRow.id) == invoice_id)
            .values(
                lines=[
                    {
                        "description": line.description,
                        "quantity": line.quantity,
                        "net": line.net.amount,
                        "tax": line.tax.amount,
                    }
                    for line in lines
                ]
            )
            .execution_options(synchronize_session=False)
        )

    async def keep_credit_note(
        self,
        scope: Scope,
        note_id: str,
        *,
        number: str,
        invoice_id: str,
        amount: Money,
        lines: Mapping[int, int],
        refund_request_id: str | None = None,
    ) -> None:
        """It never changes."""
        statement = insert(CreditNoteRow).values(
            id=note_id,
            business_id=scope.business_id,
            invoice_id=invoice_id,
            number=number,
            refund_request_id=refund_request_id,
            amount=amount.amount,
            lines=[{"line": line, "quantity": quantity} for line, quantity in lines.items()],
        )
        await self._session.execute(statement.on_conflict_do_nothing())

    async def request_of(self, scope: Scope, note_id: str) -> str | None:
        """The refund request that a credit note is for, if any. Raises NotYet while the note is not here."""
        row = await self._session.get(CreditNoteRow, note_id)
        if row is None or row.business_id != scope.business_id:
            raise NotYet(f"{note_id} is not here")
        return row.refund_request_id

    async def forget_words(self, scope: Scope, customer_id: str) -> None:
        """What was on a customer's invoices; nothing is asked back of them any more."""
        await self._session.execute(
            update(InvoiceRow)
            .where(
                col(InvoiceRow.business_id) == scope.business_id, col(InvoiceRow.customer_id) == customer_id
            )
            .values(lines=[])
            .execution_options(synchronize_session=False)
        )

"""Keeps what was given back of an invoice."""

from collections.abc import Sequence

from foyer_shared.contracts.invoicing import CreditedLineData, CreditNoteData
from foyer_shared.storage.work import Work

from foyer_support.storage.invoices import Invoices


async def keep_credit_note(work: Work, note: CreditNoteData, lines: Sequence[CreditedLineData]) -> None:
    """Also before the invoice itself is heard of."""
    await Invoices(work.session).keep_credit_note(
        work.scope,
        note.credit_note_id,
        number=note.number,
        invoice_id=note.invoice_id,
        amount=note.total.money(),
        lines={line.line: line.quantity for line in lines},
    )

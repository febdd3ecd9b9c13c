"""A credit note can be read."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import CreditNoteDocumentReady
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import CREDIT_NOTE_READY
from foyer_notifications.use_cases.queue_message import queue_message


async def on_credit_note_document_ready(
    work: Work, event: CreditNoteDocumentReady, envelope: Envelope
) -> None:
    note = event.credit_note
    await queue_message(
        work,
        CREDIT_NOTE_READY,
        customer_id=note.customer_id,
        event_id=envelope.id,
        page=f"/credit-notes/{note.credit_note_id}",
        values={
            "number": note.number,
            "invoice": note.invoice_number,
            "issued_on": note.issued_on,
            "total": note.total.money(),
            "settled": note.settled.money(),
            "to_balance": note.to_balance.money(),
            "refunded": sum((part.amount.money() for part in note.refunds), note.total.money() * 0),
            "reason": note.reason,
        },
        happened_at=event.issued_at,
    )

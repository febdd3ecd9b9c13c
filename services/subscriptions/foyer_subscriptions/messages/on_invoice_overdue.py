"""An invoice's due date has passed with money open."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceOverdue
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing


async def on_invoice_overdue(work: Work, event: InvoiceOverdue, envelope: Envelope) -> None:
    await note_invoice_standing(work, event.invoice, overdue=True, version=envelope.subjectversion)

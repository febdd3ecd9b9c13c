"""Money that had paid an invoice was taken back."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceReopened
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing


async def on_invoice_reopened(work: Work, event: InvoiceReopened, envelope: Envelope) -> None:
    await note_invoice_standing(work, event.invoice, overdue=event.overdue, version=envelope.subjectversion)

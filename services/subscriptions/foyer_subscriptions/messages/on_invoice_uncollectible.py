"""The business has given up on an invoice; nobody is asked for it any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceUncollectible
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing


async def on_invoice_uncollectible(work: Work, event: InvoiceUncollectible, envelope: Envelope) -> None:
    await note_invoice_standing(work, event.invoice, overdue=False, version=envelope.subjectversion)

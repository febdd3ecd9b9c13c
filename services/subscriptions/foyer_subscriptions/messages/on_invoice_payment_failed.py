"""Collecting an invoice failed; it may be tried again."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoicePaymentFailed
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.note_invoice_standing import note_invoice_standing


async def on_invoice_payment_failed(work: Work, event: InvoicePaymentFailed, envelope: Envelope) -> None:
    await note_invoice_standing(work, event.invoice, overdue=True, version=envelope.subjectversion)

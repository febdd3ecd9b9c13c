"""Collecting an invoice failed for the last time."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceRetriesExhausted
from foyer_shared.storage.work import Work

from foyer_subscriptions.use_cases.give_up_collecting import give_up_collecting


async def on_invoice_retries_exhausted(
    work: Work, event: InvoiceRetriesExhausted, envelope: Envelope
) -> None:
    await give_up_collecting(work, event.invoice, version=envelope.subjectversion)

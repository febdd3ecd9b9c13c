"""Nothing of an invoice is open any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoicePaid
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_invoice import keep_invoice


async def on_invoice_paid(work: Work, event: InvoicePaid, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_invoice(work, event.invoice, paid=True, version=envelope.subjectversion)

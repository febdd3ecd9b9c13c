"""An invoice is not to be paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceVoided
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_invoice import keep_invoice


async def on_invoice_voided(work: Work, event: InvoiceVoided, envelope: Envelope) -> None:
    """Keep the copy."""
    await keep_invoice(work, event.invoice, paid=False, version=envelope.subjectversion)

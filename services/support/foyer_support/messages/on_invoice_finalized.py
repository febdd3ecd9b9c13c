"""A customer has a new invoice."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceFinalized
from foyer_shared.storage.work import Work

from foyer_support.use_cases.keep_invoice_lines import keep_invoice_lines


async def on_invoice_finalized(work: Work, event: InvoiceFinalized, _: Envelope) -> None:
    """Keep what is on it."""
    await keep_invoice_lines(work, event.invoice, event.lines)

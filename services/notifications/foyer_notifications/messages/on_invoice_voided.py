"""An invoice is not to be paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceVoided
from foyer_shared.storage.work import Work

from foyer_notifications.storage.void_invoices import VoidInvoices


async def on_invoice_voided(work: Work, event: InvoiceVoided, _envelope: Envelope) -> None:
    await VoidInvoices(work.session).add(work.scope, event.invoice.invoice_id)

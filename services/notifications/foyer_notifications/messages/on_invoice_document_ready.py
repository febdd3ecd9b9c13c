"""An invoice can be read."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceDocumentReady
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import INVOICE_READY
from foyer_notifications.messages.invoice_words import invoice_words
from foyer_notifications.storage.void_invoices import VoidInvoices
from foyer_notifications.use_cases.queue_message import queue_message


async def on_invoice_document_ready(work: Work, event: InvoiceDocumentReady, envelope: Envelope) -> None:
    """None for one that is void by now, or given up; none where there never was anything to pay."""
    invoice, finalized_at = event.invoice, event.finalized_at
    if invoice is None or event.status not in {"open", "paid"} or not invoice.total.amount:
        return
    if await VoidInvoices(work.session).has(work.scope, invoice.invoice_id):
        return
    await queue_message(
        work,
        INVOICE_READY,
        customer_id=invoice.customer_id,
        event_id=envelope.id,
        page=f"/invoices/{invoice.invoice_id}",
        values={
            **invoice_words(invoice),
            "collection": invoice.collection,
            "pending": invoice.pending,
        },
        happened_at=finalized_at,
    )

"""The receipt for a payment can be read."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import ReceiptDocumentReady
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_RECEIPT
from foyer_notifications.use_cases.queue_message import queue_message


async def on_receipt_document_ready(work: Work, event: ReceiptDocumentReady, envelope: Envelope) -> None:
    await queue_message(
        work,
        PAYMENT_RECEIPT,
        customer_id=event.receipt.customer_id,
        event_id=envelope.id,
        page=f"/invoices/{event.receipt.invoice_id}",
        values={
            "number": event.receipt.number,
            "invoice": event.receipt.invoice_number,
            "amount": event.receipt.amount.money(),
            "paid_at": event.receipt.paid_at,
            "open": event.receipt.open.money(),
            "taken_back": event.receipt.taken_back.money() if event.receipt.taken_back else None,
        },
        happened_at=event.receipt.paid_at,
    )

"""Collecting an invoice failed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoicePaymentFailed
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import INVOICE_PAYMENT_FAILED
from foyer_notifications.messages.invoice_words import invoice_words
from foyer_notifications.use_cases.queue_message import queue_message

_DIED = {"MD07", "recipient_deceased"}
"""What banks and Stripe say: nobody is asked to pay it in another way."""


async def on_invoice_payment_failed(work: Work, event: InvoicePaymentFailed, envelope: Envelope) -> None:
    if event.code in _DIED:
        return
    asked = event.amount or event.invoice.open
    await queue_message(
        work,
        INVOICE_PAYMENT_FAILED,
        customer_id=event.invoice.customer_id,
        event_id=envelope.id,
        page=f"/invoices/{event.invoice.invoice_id}",
        values=invoice_words(event.invoice)
        | {
            "asked": asked.money(),
            "is_instalment": asked.amount < event.invoice.open.amount,
            "next_attempt_at": event.next_attempt_at,
        },
    )

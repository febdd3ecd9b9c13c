"""The customer's balance has paid an invoice, or a part of it."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceBalanceUsed
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import INVOICE_BALANCE_USED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_invoice_balance_used(work: Work, event: InvoiceBalanceUsed, envelope: Envelope) -> None:
    await queue_message(
        work,
        INVOICE_BALANCE_USED,
        customer_id=event.invoice.customer_id,
        event_id=envelope.id,
        page=f"/invoices/{event.invoice.invoice_id}",
        values={
            "number": event.invoice.number,
            "amount": event.amount.money(),
            "open": event.invoice.open.money(),
        },
    )

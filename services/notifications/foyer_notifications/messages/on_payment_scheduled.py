"""A direct debit is announced, as the scheme and the mandate ask."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentScheduled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_SCHEDULED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_payment_scheduled(work: Work, event: PaymentScheduled, envelope: Envelope) -> None:
    invoices = event.payment.invoices
    await queue_message(
        work,
        PAYMENT_SCHEDULED,
        customer_id=event.payment.customer_id,
        event_id=envelope.id,
        page=f"/invoices/{invoices[0].invoice_id}" if invoices else "/invoices",
        values={
            "amount": event.payment.amount.money(),
            "collects_at": event.collects_at,
            "numbers": ", ".join(event.numbers),
            "reference": event.mandate.reference,
            "creditor": event.creditor_identifier,
        },
    )

"""Money has gone back to where it was paid from."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import RefundSucceeded
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import REFUND_SENT
from foyer_notifications.use_cases.queue_message import queue_message


async def on_refund_succeeded(work: Work, event: RefundSucceeded, envelope: Envelope) -> None:
    credit_note = event.refund.credit_note_id
    await queue_message(
        work,
        REFUND_SENT,
        customer_id=event.refund.customer_id,
        event_id=envelope.id,
        page=f"/credit-notes/{credit_note}" if credit_note else "/credit-notes",
        values={"amount": event.refund.amount.money(), "credit_note": credit_note},
    )

"""Money could not go back to where it was paid from: it is in the balance."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import RefundFailed
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import REFUND_FAILED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_refund_failed(work: Work, event: RefundFailed, envelope: Envelope) -> None:
    await queue_message(
        work,
        REFUND_FAILED,
        customer_id=event.refund.customer_id,
        event_id=envelope.id,
        page="/balance",
        values={"amount": event.refund.amount.money()},
    )

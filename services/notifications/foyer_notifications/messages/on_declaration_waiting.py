"""What a customer declared has been received, and its service has been away since."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.portal import DeclarationWaiting
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import DECLARATION_WAITING
from foyer_notifications.use_cases.queue_message import queue_message


async def on_declaration_waiting(work: Work, event: DeclarationWaiting, envelope: Envelope) -> None:
    await queue_message(
        work,
        DECLARATION_WAITING,
        customer_id=event.customer_id,
        event_id=envelope.id,
        page=f"/declarations/{event.declaration_id}",
        values={
            "is_withdrawal": event.is_withdrawal,
            "name": event.subscription_name,
            "receipt_number": event.number,
            "received_at": event.received_at,
            "message": event.message,
        },
    )

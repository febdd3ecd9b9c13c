"""A bank does not take a mandate, or not any more."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateFailed
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import MANDATE_FAILED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_mandate_failed(work: Work, event: MandateFailed, envelope: Envelope) -> None:
    """Nobody is asked for another account of a holder who has died."""
    if event.next == "stop":
        return
    await queue_message(
        work,
        MANDATE_FAILED,
        customer_id=event.mandate.customer_id,
        event_id=envelope.id,
        page="/payment-methods/add",
        values={"reference": event.mandate.reference, "same_account": event.next == "new_mandate"},
    )

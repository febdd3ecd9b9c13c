"""A mandate goes on with another account."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import MandateAmended
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import MANDATE_AMENDED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_mandate_amended(work: Work, event: MandateAmended, envelope: Envelope) -> None:
    """So that whoever did not do it hears of it."""
    await queue_message(
        work,
        MANDATE_AMENDED,
        customer_id=event.mandate.customer_id,
        event_id=envelope.id,
        page="/payment-methods",
        values={"reference": event.mandate.reference, "before": event.before, "after": event.after},
    )

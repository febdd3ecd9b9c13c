"""What pays for something expires soon."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentMethodExpiring
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_METHOD_EXPIRING
from foyer_notifications.use_cases.queue_message import queue_message


async def on_payment_method_expiring(work: Work, event: PaymentMethodExpiring, envelope: Envelope) -> None:
    await queue_message(
        work,
        PAYMENT_METHOD_EXPIRING,
        customer_id=event.payment_method.customer_id,
        event_id=envelope.id,
        page="/payment-methods/add",
        values={"label": event.payment_method.label, "last_day": event.last_day},
    )

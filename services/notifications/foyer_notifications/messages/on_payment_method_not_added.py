"""A method that a customer was adding has not become one."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.payments import PaymentMethodNotAdded
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import PAYMENT_METHOD_NOT_ADDED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_payment_method_not_added(work: Work, event: PaymentMethodNotAdded, envelope: Envelope) -> None:
    await queue_message(
        work,
        PAYMENT_METHOD_NOT_ADDED,
        customer_id=event.customer_id,
        event_id=envelope.id,
        page="/payment-methods/add",
        values={},
    )

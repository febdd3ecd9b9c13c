"""An order is not to be paid."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import OrderCanceled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import ORDER_CANCELED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_order_canceled(work: Work, event: OrderCanceled, envelope: Envelope) -> None:
    await queue_message(
        work,
        ORDER_CANCELED,
        customer_id=event.order.customer_id,
        event_id=envelope.id,
        page=f"/orders/{event.order.order_id}",
        values={
            "number": event.order.number,
            "at": envelope.happened_at(),
        },
    )

"""A customer bought."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import OrderPlaced
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import ORDER_PLACED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_order_placed(work: Work, event: OrderPlaced, envelope: Envelope) -> None:
    await queue_message(
        work,
        ORDER_PLACED,
        customer_id=event.order.customer_id,
        event_id=envelope.id,
        page=f"/orders/{event.order.order_id}",
        values={
            "number": event.order.number,
            "placed_at": envelope.happened_at(),
            "total": event.order.total.money(),
        },
    )

"""All of an order was delivered."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import OrderFulfilled
from foyer_shared.storage.work import Work

from foyer_notifications.domain.catalogue import ORDER_FULFILLED
from foyer_notifications.use_cases.queue_message import queue_message


async def on_order_fulfilled(work: Work, event: OrderFulfilled, envelope: Envelope) -> None:
    """What was granted has had a message for each."""
    if event.by == "entitlements":
        return
    await queue_message(
        work,
        ORDER_FULFILLED,
        customer_id=event.order.customer_id,
        event_id=envelope.id,
        page=f"/orders/{event.order.order_id}",
        values={
            "number": event.order.number,
            "at": envelope.happened_at(),
        },
    )

"""Some of an order came back: what those lines granted is revoked."""

from functools import partial

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import OrderRefunded
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.holding import refunded
from foyer_subscriptions.messages.order_lines import products_of
from foyer_subscriptions.use_cases.note_order import note_order


async def on_order_refunded(work: Work, event: OrderRefunded, _: Envelope) -> None:
    fact = partial(refunded, refund_id=event.refund_id, products=products_of(event.lines))
    await note_order(work, event.order, fact)

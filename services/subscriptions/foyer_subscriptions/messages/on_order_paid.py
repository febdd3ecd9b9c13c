"""An order is paid: what its products grant is granted."""

from functools import partial

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import OrderPaid
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.holding import paid
from foyer_subscriptions.messages.order_lines import products_of
from foyer_subscriptions.use_cases.note_order import note_order


async def on_order_paid(work: Work, event: OrderPaid, envelope: Envelope) -> None:
    fact = partial(paid, products=products_of(event.order.lines), version=envelope.subjectversion)
    await note_order(work, event.order, fact)

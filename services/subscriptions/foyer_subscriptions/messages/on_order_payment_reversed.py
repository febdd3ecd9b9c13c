"""The money for an order was taken back: what it granted is revoked until it is paid again."""

from functools import partial

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import OrderPaymentReversed
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.holding import payment_reversed
from foyer_subscriptions.use_cases.note_order import note_order


async def on_order_payment_reversed(work: Work, event: OrderPaymentReversed, envelope: Envelope) -> None:
    await note_order(work, event.order, partial(payment_reversed, version=envelope.subjectversion))

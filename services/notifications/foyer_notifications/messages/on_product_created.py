"""Something new is sold."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import ProductCreated
from foyer_shared.storage.work import Work

from foyer_notifications.use_cases.keep_product import keep_product


async def on_product_created(work: Work, event: ProductCreated, envelope: Envelope) -> None:
    await keep_product(work, event.product, version=envelope.subjectversion)

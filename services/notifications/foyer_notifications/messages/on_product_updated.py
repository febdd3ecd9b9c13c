"""A product changed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import ProductUpdated
from foyer_shared.storage.work import Work

from foyer_notifications.use_cases.keep_product import keep_product


async def on_product_updated(work: Work, event: ProductUpdated, envelope: Envelope) -> None:
    await keep_product(work, event.product, version=envelope.subjectversion)

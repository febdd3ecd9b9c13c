"""A customer subscribed."""

from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.subscriptions import SubscriptionCreated
from foyer_shared.storage.work import Work

from foyer_invoicing.use_cases.note_imported_subscription import note_imported_subscription


async def on_subscription_created(work: Work, event: SubscriptionCreated, _: Envelope) -> None:
    """Note whether what it costs now was invoiced elsewhere."""
    if event.imported:
        await note_imported_subscription(work, event.subscription.subscription_id)

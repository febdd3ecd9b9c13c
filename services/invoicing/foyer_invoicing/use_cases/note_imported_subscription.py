"""A subscription began elsewhere, where its current period was invoiced."""

from foyer_shared.storage.work import Work

from foyer_invoicing.storage.imported_subscriptions import ImportedSubscriptions


async def note_imported_subscription(work: Work, subscription_id: str) -> None:
    """What comes back of that period has no invoice here."""
    await ImportedSubscriptions(work.session).add(work.scope, subscription_id)

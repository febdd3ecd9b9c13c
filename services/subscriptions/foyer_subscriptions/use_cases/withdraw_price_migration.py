"""Withdraw a migration to another price."""

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.price_migration import PriceMigration, withdraw_migration
from foyer_subscriptions.storage.price_migrations import PriceMigrations


async def withdraw_price_migration(work: Work, price_id: str, migration_id: str) -> PriceMigration:
    """What has renewed at the new price keeps that; a job tells all others."""
    migrations = PriceMigrations(work.session)
    found = await migrations.get(work.scope, price_id, migration_id, for_update=True)
    withdrawn = withdraw_migration(found)
    await migrations.save(withdrawn)
    return withdrawn

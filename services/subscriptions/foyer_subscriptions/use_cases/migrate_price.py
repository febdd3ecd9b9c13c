"""Move the subscriptions of a price to another one of its product, after a notice."""

from datetime import datetime

from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.price_change_errors import PriceMigrationPending
from foyer_subscriptions.domain.price_migration import PriceMigration, migrate
from foyer_subscriptions.storage.catalogue import Prices, Products
from foyer_subscriptions.storage.price_migrations import PriceMigrations


async def migrate_price(
    work: Work, price_id: str, *, to: str, effective_from: datetime | None
) -> PriceMigration:
    """Refused while subscriptions of it wait for another one; a job tells each of them."""
    prices = Prices(work.session)
    price = await prices.get_for_update(work.scope, price_id)
    target = (await prices.get_many(work.scope, [to]))[to]
    product = await Products(work.session).get(work.scope, target.product_id)
    migration = migrate(price, target, product, effective_from=effective_from, now=work.now)
    migrations = PriceMigrations(work.session)
    if await migrations.any_pending(work.scope, price_id):
        raise PriceMigrationPending("Subscriptions of this price wait for another migration; withdraw it.")
    await migrations.add(migration)
    return migration

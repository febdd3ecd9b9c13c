"""Tell the subscriptions of a price about their new one, or that they keep it; run as a job, in batches."""

from dataclasses import replace

from foyer_shared.basics.clock import real_now
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.contracts.subscriptions import (
    SubscriptionPriceChangeAnnounced,
    SubscriptionPriceChangeWithdrawn,
)
from foyer_shared.storage.database import Database
from foyer_shared.storage.work import Work

from foyer_subscriptions.domain.price_change import announce_price, with_new_price
from foyer_subscriptions.domain.price_migration import MigrationState, PriceMigration
from foyer_subscriptions.domain.subscription import ChangeKind, ChangeState, Subscription
from foyer_subscriptions.storage.businesses import Businesses
from foyer_subscriptions.storage.catalogue import Prices
from foyer_subscriptions.storage.circumstances import Circumstances
from foyer_subscriptions.storage.price_migrations import PriceMigrations
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.told import announce, plan_data, price_facts

JOB = Actor.system("spread_price_migrations")
BATCH = 100


async def spread_price_migrations(database: Database) -> int:
    """One batch of one migration that no other worker has; answers 0 once all are done."""
    async with database.work(Origin(Scope(""), JOB, real_now())) as batch:
        migrations = PriceMigrations(batch.session)
        claimed = await migrations.claim_for_everyone()
        if claimed is None:
            return 0
        migration, reached = claimed
        clocks = await Businesses(batch.session).clocks_for_everyone()
        batch.origin = replace(batch.origin, now=clocks.of(migration.business_id, batch.now))
        if migration.state is MigrationState.ANNOUNCING:
            await _announce(batch, migration, reached)
        else:
            await _withdraw(batch, migration)
    return 1


async def _announce(batch: Work, migration: PriceMigration, reached: str) -> None:
    scope, subscriptions = Scope(migration.business_id), Subscriptions(batch.session)
    circumstances = Circumstances(batch.session)
    to = (await Prices(batch.session).get_many(scope, [migration.to_price_id]))[migration.to_price_id]
    found = await subscriptions.with_price_for_update(
        scope, migration.price_id, begun_by=migration.created_at, after=reached, limit=BATCH
    )
    announced = 0
    for subscription in found:
        zone = await circumstances.zone(subscription)
        planned = announce_price(subscription, migration, to, zone=zone)
        if planned is None:
            continue
        waiting, change = planned
        work = _of_customer(batch, subscription)
        saved = await subscriptions.save(waiting, now=work.now)
        price = change.price
        if price:
            announce(
                work,
                SubscriptionPriceChangeAnnounced,
                saved,
                **price_facts(change, price),
                before=plan_data(saved),
                after=plan_data(with_new_price(saved, price)),
            )
        batch.announced += work.announced
        announced += 1
    done = len(found) < BATCH
    after = replace(
        migration,
        announced=migration.announced + announced,
        state=MigrationState.ANNOUNCED if done else migration.state,
    )
    await PriceMigrations(batch.session).save(after, reached="" if done else found[-1].id)


async def _withdraw(batch: Work, migration: PriceMigration) -> None:
    scope, subscriptions = Scope(migration.business_id), Subscriptions(batch.session)
    found = await subscriptions.awaiting_price_for_update(scope, migration.id, limit=BATCH)
    for subscription in found:
        change = subscription.waiting_of(ChangeKind.PRICE)
        if change is None or change.price is None:
            continue
        work = _of_customer(batch, subscription)
        without = subscription.settled(ChangeKind.PRICE, ChangeState.WITHDRAWN)
        saved = await subscriptions.save(without, now=work.now)
        announce(work, SubscriptionPriceChangeWithdrawn, saved, **price_facts(change, change.price))
        batch.announced += work.announced
    if len(found) < BATCH:
        await PriceMigrations(batch.session).save(replace(migration, state=MigrationState.WITHDRAWN))


def _of_customer(batch: Work, subscription: Subscription) -> Work:
    scope = Scope(subscription.business_id, subscription.customer_id)
    return Work(batch.session, Origin(scope, JOB, batch.now))

"""A business moves subscriptions to another price: announced, at a renewal, withdrawable, batch by batch."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.errors import PausedByBusiness, PriceNotFound, PriceNotSold
from foyer_subscriptions.domain.next_charge import next_charge
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan_errors import BusinessSchedulePending
from foyer_subscriptions.domain.policy import CancellationMode, NoticePolicy
from foyer_subscriptions.domain.price_migration import MigrationState, PriceMigration
from foyer_subscriptions.domain.pricing import BillingScheme, Pricing, TaxBehavior, UsageType
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import ChangeKind, Collection, PausedBy, Subscription
from foyer_subscriptions.storage.price_migrations import PriceMigrations
from foyer_subscriptions.storage.rows import PendingChangeRow, PriceMigrationRow, SubscriptionRow
from foyer_subscriptions.use_cases import spread_price_migrations as job
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.migrate_price import migrate_price
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.record_usage import record_usage
from foyer_subscriptions.use_cases.spread_price_migrations import spread_price_migrations
from foyer_subscriptions.use_cases.update_price import update_price
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change
from foyer_subscriptions.use_cases.withdraw_price_migration import withdraw_price_migration
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
DEARER = Pricing(unit_amount=Money(3500, "EUR"))
BY_USE: dict[str, Any] = {"usage_type": UsageType.METERED, "included_units": 100}
RENEWAL = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
"""The first one: 30 days and 23 hours after NOW, since clocks go forward in between."""


async def another(
    database: Database,
    product_id: str,
    pricing: Pricing = DEARER,
    *,
    interval: Interval | None = Interval.MONTH,
) -> Price:
    """A price of the same product: €35.00 a month unless told."""
    async with database.work(an_origin()) as work:
        return await create_price(
            work, product_id=product_id, pricing=pricing, interval=interval, interval_count=1
        )


async def migrating(
    database: Database, price_id: str, to: str, *, at: datetime | None = None, now: datetime = NOW
) -> PriceMigration:
    """Asked for by the business."""
    async with database.work(an_origin(now=now)) as work:
        return await migrate_price(work, price_id, to=to, effective_from=at)


async def spread(database: Database) -> int:
    """All batches; answers how many there were."""
    batches = 0
    while await spread_price_migrations(database):
        batches += 1
    return batches


async def types_told(database: Database) -> list[str]:
    """What was told of subscriptions."""
    events = await announced(database)
    return [event.type for event in events if event.type.startswith("subscription.")]


async def test_it_is_announced_and_holds_from_the_renewal_on(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    (item,) = subscription.items
    to = await another(database, item.product_id)
    migration = await migrating(database, item.price_id, to.id)
    assert migration.effective_from == NOW + timedelta(days=30)
    assert await spread(database) == 1
    waiting = await course.stored(subscription)
    (change,) = waiting.waiting
    assert (change.kind, change.effective_at, change.requested_by) == (
        ChangeKind.PRICE,
        RENEWAL,
        PausedBy.BUSINESS,
    )
    assert waiting.items == subscription.items
    charge = next_charge(waiting)
    assert charge
    assert charge.amount == Money(3500, "EUR")
    (told,) = [event for event in await announced(database) if event.type.endswith("price_change_announced")]
    assert (told.customerid, told.data["effective_at"]) == (ADA, "2026-04-10T08:30:00Z")
    assert [told.data[name]["amount"]["amount"] for name in ("before", "after")] == [2900, 3500]
    async with database.work(an_origin()) as work:
        kept = await PriceMigrations(work.session).get(work.scope, item.price_id, migration.id)
    assert (kept.state, kept.announced) == (MigrationState.ANNOUNCED, 1)

    renewed = await course.advanced(subscription, RENEWAL)
    assert (renewed.items[0].price_id, renewed.amount.amount, renewed.waiting) == (to.id, 3500, ())
    assert await types_told(database) == [
        "subscription.price_change_announced",
        "subscription.price_changed",
        "subscription.period_started",
    ]
    (line,) = (await announced(database))[-1].data["lines"]
    assert (line["price_id"], line["amount"]["amount"]) == (to.id, 3500)
    assert (await course.advanced(subscription, RENEWAL + timedelta(days=40))).amount.amount == 3500


async def test_a_renewal_within_the_notice_still_has_the_old_price(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    (item,) = subscription.items
    to = await another(database, item.product_id)
    await migrating(database, item.price_id, to.id, at=RENEWAL + timedelta(seconds=1))
    await spread(database)
    (change,) = (await course.stored(subscription)).waiting
    second = datetime(2026, 5, 10, 8, 30, tzinfo=UTC)
    assert change.effective_at == second
    first = await course.advanced(subscription, RENEWAL)
    assert (first.amount.amount, len(first.waiting)) == (2900, 1)
    assert (await course.advanced(subscription, second)).amount.amount == 3500


async def test_it_is_not_the_customers_to_end_and_no_plan_changes_meanwhile(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(collection=Collection.INVOICE, allow_quantity_change=True)
    (item,) = subscription.items
    await migrating(database, item.price_id, (await another(database, item.product_id)).id)
    await spread(database)
    before = await course.stored(subscription)
    change_id = before.waiting[0].id
    async with database.work(an_origin(customer_id=ADA)) as work:
        with pytest.raises(PausedByBusiness):
            await withdraw_pending_change(work, subscription.id, change_id, by=PausedBy.CUSTOMER)
        with pytest.raises(BusinessSchedulePending):
            await quote_plan_change(work, subscription.id, AskedChange(quantity=2), by=PausedBy.CUSTOMER)
    assert await course.stored(subscription) == before
    # The business takes it back from one of them.
    async with database.work(an_origin()) as work:
        await withdraw_pending_change(work, subscription.id, change_id, by=PausedBy.BUSINESS)
    assert (await types_told(database))[-1] == "subscription.price_change_withdrawn"
    assert (await course.advanced(subscription, RENEWAL)).amount.amount == 2900


async def test_withdrawn_whoever_has_not_renewed_keeps_the_price(
    database: Database, course: Any, subscribed: Subscribed, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "BATCH", 2)
    subscription = await subscribed()
    (item,) = subscription.items
    async with database.session() as session:
        row = (await session.scalars(select(SubscriptionRow))).one().model_dump()
        session.add_all(SubscriptionRow(**row | {"id": f"sub_{number:026}"}) for number in range(4))
    to = await another(database, item.product_id)
    migration = await migrating(database, item.price_id, to.id)
    # Two full batches, and one with the last; whoever subscribes later agreed on what they pay.
    assert await spread(database) == 3
    assert (await types_told(database)).count("subscription.price_change_announced") == 5
    renewed = await course.advanced(subscription, RENEWAL)
    async with database.work(an_origin()) as work:
        await withdraw_price_migration(work, item.price_id, migration.id)
    assert await spread(database) == 3
    assert (await types_told(database)).count("subscription.price_change_withdrawn") == 4
    async with database.session() as session:
        states = Counter(row.state for row in await session.scalars(select(PendingChangeRow)))
        (kept,) = await session.scalars(select(PriceMigrationRow))
        assert (states, kept.state) == ({"applied": 1, "withdrawn": 4}, "withdrawn")
    assert renewed.amount.amount == 3500
    async with database.work(an_origin()) as work:
        with pytest.raises(FoyerError) as refused:
            await withdraw_price_migration(work, item.price_id, migration.id)
    assert refused.value.code == "price_migration_withdrawn"


async def test_two_workers_tell_each_once(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    (item,) = subscription.items
    await migrating(database, item.price_id, (await another(database, item.product_id)).id)
    await asyncio.gather(*(spread(database) for _ in range(3)))
    assert await types_told(database) == ["subscription.price_change_announced"]


async def test_a_cancellation_comes_before_it(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(cancellation_mode=CancellationMode.REQUEST, notice_days=40)
    (item,) = subscription.items
    await migrating(database, item.price_id, (await another(database, item.product_id)).id)
    await spread(database)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    # What is still charged until the end has the price that was agreed on.
    assert (await course.advanced(subscription, RENEWAL)).amount.amount == 2900
    ended = await course.advanced(subscription, RENEWAL + timedelta(days=60))
    assert (ended.status, ended.waiting) == ("canceled", ())
    assert "subscription.price_changed" not in await types_told(database)


async def test_who_is_left_out(database: Database, course: Any, subscribed: Subscribed) -> None:
    fixed = await subscribed(periods=12)
    (item,) = fixed.items
    to = await another(database, item.product_id)
    async with database.work(an_origin(customer_id=ADA)) as work:
        waits = await create_subscription(
            work, customer_id=ADA, items=[(item.price_id, 1)], terms=Terms(collection=Collection.AUTOMATIC)
        )
    await migrating(database, item.price_id, to.id)
    async with database.work(an_origin(customer_id=ADA, now=NOW + timedelta(hours=1))) as work:
        later = await create_subscription(
            work, customer_id=ADA, items=[(item.price_id, 1)], terms=Terms(collection=Collection.INVOICE)
        )
    others = await subscribed()
    await spread(database)
    for one in (fixed, later, waits, others):
        assert (await course.stored(one)).waiting == ()
    assert "subscription.price_change_announced" not in await types_told(database)


async def test_what_cannot_be_is_refused_with_a_code_of_its_own(
    database: Database, a_price: Callable[..., Awaitable[Price]]
) -> None:
    price = await a_price()
    product_id, euros = price.product_id, Money(3500, "EUR")
    to = await another(database, product_id)
    wrong = {
        "migration_to_same_price": price,
        "migration_product_differs": await a_price(amount=3500),
        "migration_currency_differs": await another(
            database, product_id, Pricing(unit_amount=Money(3500, "USD"))
        ),
        "migration_tax_behavior_differs": await another(
            database, product_id, Pricing(unit_amount=euros, tax_behavior=TaxBehavior.INCLUSIVE)
        ),
        "migration_interval_differs": await another(database, product_id, interval=Interval.YEAR),
        "migration_scheme_differs": await another(
            database, product_id, Pricing(unit_amount=euros, scheme=BillingScheme.FLAT)
        ),
        "price_not_recurring": await another(database, product_id, interval=None),
    }
    for code, target in wrong.items():
        with pytest.raises(FoyerError) as refused:
            await migrating(database, price.id, target.id)
        assert (refused.value.code, refused.value.field) == (code, "to")
    for code, at in {
        "migration_in_the_past": NOW,
        "migration_notice_too_short": NOW + timedelta(days=30, seconds=-1),
        "migration_too_far_ahead": NOW + timedelta(days=731),
    }.items():
        with pytest.raises(FoyerError) as refused:
            await migrating(database, price.id, to.id, at=at)
        assert (refused.value.code, refused.value.field) == (code, "effective_from")
    async with database.work(an_origin()) as work:
        await update_price(work, to.id, active=False)
    with pytest.raises(PriceNotSold):
        await migrating(database, price.id, to.id)
    async with database.work(an_origin(CONTOSO)) as work:
        with pytest.raises(PriceNotFound):
            await migrate_price(work, price.id, to=to.id, effective_from=None)
    async with database.session() as session:
        assert (await session.scalars(select(PriceMigrationRow))).all() == []


async def test_one_migration_of_a_price_at_a_time(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    (item,) = subscription.items
    to = await another(database, item.product_id)
    outcomes = await asyncio.gather(
        *(migrating(database, item.price_id, to.id) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["PriceMigration", "PriceMigrationPending"]
    await spread(database)
    with pytest.raises(FoyerError) as refused:
        await migrating(database, item.price_id, to.id)
    assert refused.value.code == "price_migration_pending"
    await course.advanced(subscription, RENEWAL)
    # Nobody waits any more, and who came later can follow.
    assert (await migrating(database, item.price_id, to.id)).state is MigrationState.ANNOUNCING


async def test_what_is_paid_by_use_is_billed_at_the_price_of_its_period(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(amount=10, pricing=BY_USE)
    (item,) = subscription.items
    to = await another(database, item.product_id, Pricing(unit_amount=Money(20, "EUR"), **BY_USE))
    await migrating(database, item.price_id, to.id)
    await spread(database)
    # The second one is known before the renewal has run, which is late.
    for key, quantity, used_at in (("k1", 150, RENEWAL - timedelta(seconds=1)), ("k2", 130, RENEWAL)):
        async with database.work(an_origin(now=RENEWAL)) as work:
            await record_usage(
                work, subscription.id, price_id=None, quantity=quantity, key=key, used_at=used_at
            )
    for month in (4, 5):
        await course.advanced(subscription, RENEWAL.replace(month=month))
    lines = [event.data["lines"] for event in await announced(database) if "lines" in event.data]
    billed = [(line["price_id"], line["quantity"], line["amount"]["amount"]) for (line,) in lines]
    assert billed == [(item.price_id, 150, 500), (to.id, 130, 600)]


async def test_who_declared_a_cancellation_before_the_renewal_keeps_the_price(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(
        amount=10, pricing=BY_USE, notice_policy=NoticePolicy.NOTICE, notice_days=60
    )
    (item,) = subscription.items
    to = await another(database, item.product_id, Pricing(unit_amount=Money(20, "EUR"), **BY_USE))
    await migrating(database, item.price_id, to.id)
    await spread(database)
    await course.advanced(subscription, RENEWAL)
    async with database.work(an_origin(now=RENEWAL)) as work:
        await record_usage(work, subscription.id, price_id=to.id, quantity=130, key="k", used_at=None)
    declaration = Declaration(id="dcl_1", number="NW-D-1001", received_at=RENEWAL - timedelta(days=1))
    async with database.work(an_origin(customer_id=ADA, now=RENEWAL + timedelta(hours=1))) as work:
        await apply_declaration(work, subscription.id, declaration, declared_by=work.actor)
    assert (await course.stored(subscription)).items == subscription.items
    await course.advanced(subscription, RENEWAL + timedelta(days=60))
    used = [
        line
        for event in await announced(database)
        for line in (*event.data.get("lines", ()), *event.data.get("usage_lines", ()))
        if line["quantity"] == 130
    ]
    assert [(line["price_id"], line["amount"]["amount"]) for line in used] == [(item.price_id, 300)]

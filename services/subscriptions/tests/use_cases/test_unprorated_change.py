"""What comes back is what was paid, also after a change of plan that was not prorated."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.policy import CancellationMode, Proration
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.update_product import update_product

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
BUSINESS = PausedBy.BUSINESS


async def change(database: Database, subscription: Subscription, at: datetime, **asked: Any) -> Subscription:
    """By the business, then."""
    async with database.work(an_origin(now=at)) as work:
        quote = await quote_plan_change(work, subscription.id, AskedChange(**asked), by=BUSINESS)
        return await confirm_plan_change(work, subscription.id, quote.id, for_customer=False)


async def last_amounts(database: Database, name: str) -> list[int]:
    """Of the lines of the last event."""
    return [line["amount"]["amount"] for line in (await announced(database))[-1].data[name]]


@pytest.mark.parametrize("leaving", ["cancel", "pause"])
async def test_what_was_paid_comes_back_and_not_what_the_new_plan_costs(
    database: Database, subscribed: Subscribed, a_price: APrice, leaving: str
) -> None:
    subscription = await subscribed(proration=Proration.NONE)
    half = NOW + (subscription.current_period_end - NOW) / 2
    team = await a_price(amount=9000, pause_unused="credit")
    changed = await change(database, subscription, NOW + timedelta(days=1), price_id=team.id)
    assert changed.bought.items == subscription.items
    async with database.work(an_origin(now=half)) as work:
        if leaving == "cancel":
            await cancel_subscription(work, subscription.id, by=BUSINESS, when=CancelTiming.NOW)
        else:
            await pause_subscription(work, subscription.id, resumes_at=None, when=None, by=BUSINESS)
    assert await last_amounts(database, "credit_lines") == [1450]


async def test_a_later_change_that_is_prorated_credits_what_was_paid(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(proration=Proration.NONE)
    half = NOW + (subscription.current_period_end - NOW) / 2
    team = await a_price(amount=9000)
    await change(database, subscription, NOW + timedelta(days=1), price_id=team.id)
    after = await change(database, subscription, half, quantity=2)
    # The rest is paid at the new price from now on.
    assert (await last_amounts(database, "lines"), after.bought.items) == ([-1450, 9000], None)
    async with database.work(an_origin(now=after.current_period_end)) as work:
        renewed = await advance_subscription(work, subscription.id)
    assert (await last_amounts(database, "lines"), renewed.bought.items) == ([18_000, -1450, 9000], None)


async def test_the_next_period_is_paid_at_the_new_price(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(proration=Proration.NONE)
    team = await a_price(amount=9000)
    await change(database, subscription, NOW + timedelta(days=1), price_id=team.id)
    async with database.work(an_origin(now=subscription.current_period_end)) as work:
        renewed = await advance_subscription(work, subscription.id)
    assert (await last_amounts(database, "lines"), renewed.bought.items) == ([9000], None)


async def test_a_period_that_is_voided_leaves_what_was_paid_before_it(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(cancellation_mode=CancellationMode.IMMEDIATE)
    ends, small = subscription.current_period_end, await a_price(amount=900)
    async with database.work(an_origin()) as work:
        await update_product(
            work,
            small.product_id,
            changes={},
            self_service={"cancellation_mode": CancellationMode.IMMEDIATE},
            billing={},
        )
    half = NOW + (ends - NOW) / 2
    await change(database, subscription, NOW, price_id=small.id, when="period_end")
    async with database.work(an_origin(customer_id=ADA, now=ends)) as work:
        await advance_subscription(work, subscription.id)
    declaration = Declaration(id="dcl_1", number="NW-D-1001", received_at=half)
    async with database.work(an_origin(customer_id=ADA, now=ends)) as work:
        await apply_declaration(work, subscription.id, declaration, declared_by=work.actor)
    assert await last_amounts(database, "credit_lines") == [1450]
    async with database.work(an_origin()) as work:
        ended = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert ended.ended_at == half

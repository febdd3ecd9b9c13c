"""A quote binds once, for its subscription and version, whatever happens meanwhile."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO, NOW, an_origin
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.policy import Proration
from foyer_subscriptions.domain.subscription import (
    Collection,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.storage.rows import PlanQuoteRow
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.forget_plan_quotes import forget_plan_quotes
from foyer_subscriptions.use_cases.update_price import update_price
from foyer_subscriptions.use_cases.update_product import update_product
from sqlalchemy import select, text, update
from sqlmodel import col

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
CUSTOMER, BUSINESS = PausedBy.CUSTOMER, PausedBy.BUSINESS
BEN = "cus_01jdben00000e8000000000000"
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
HALF = NOW + (PERIOD_END - NOW) / 2
"""The middle of the period: half of each amount is left."""
ALLOWED = {
    "collection": Collection.AUTOMATIC,
    "allow_upgrade": True,
    "allow_downgrade": True,
    "allow_cycle_change": True,
    "allow_quantity_change": True,
}


pytestmark = pytest.mark.usefixtures("a_card")


async def test_what_was_shown_is_what_is_charged_whatever_changes_meanwhile(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    made = await plans.quoted(subscription, price_id=team.id)
    async with database.work(an_origin()) as work:
        await update_price(work, team.id, active=False)
        await update_product(
            work,
            subscription.items[0].product_id,
            changes={},
            self_service={"allow_upgrade": False, "proration": Proration.NONE},
            billing={},
        )
    after = await plans.confirm(subscription, made.id, now=HALF + timedelta(minutes=14, seconds=59))
    assert [line.amount.amount for line in after.carried] == [-1450, 2950]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"now": HALF + timedelta(minutes=15)}, "quote_expired"),
        ({"customer_id": BEN}, "subscription_not_found"),
        ({"business_id": CONTOSO, "customer_id": None}, "subscription_not_found"),
    ],
)
async def test_a_quote_that_does_not_hold_changes_nothing(
    plans: Any, subscribed: Subscribed, a_price: APrice, wrong: dict[str, Any], code: str
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    made = await plans.quoted(subscription, price_id=team.id)
    with pytest.raises(FoyerError) as refused:
        await plans.confirm(subscription, made.id, **wrong)
    assert refused.value.code == code
    assert await plans.told() == []
    assert await plans.stored(subscription) == subscription
    await plans.confirm(subscription, made.id)


async def test_a_quote_is_for_its_subscription_and_version(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, other, team = (
        await subscribed(**ALLOWED),
        await subscribed(**ALLOWED),
        await a_price(amount=5900),
    )
    first, second = [await plans.quoted(subscription, price_id=team.id) for _ in range(2)]
    for about, quote_id, code in (
        (other, first.id, "quote_not_found"),
        (subscription, "quo_0", "quote_not_found"),
    ):
        with pytest.raises(FoyerError) as refused:
            await plans.confirm(about, quote_id)
        assert refused.value.code == code
    await plans.confirm(subscription, first.id)
    for quote_id, code in ((first.id, "quote_already_used"), (second.id, "quote_outdated")):
        with pytest.raises(FoyerError) as refused:
            await plans.confirm(subscription, quote_id)
        assert refused.value.code == code
    assert await plans.types_told() == ["plan_changed"]


async def test_two_changes_at_once_have_one_outcome(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED)
    prices = [await a_price(amount=amount) for amount in (5900, 9900)]
    quotes = [await plans.quoted(subscription, price_id=price.id) for price in prices]
    outcomes = await asyncio.gather(
        *(plans.confirm(subscription, quote.id) for quote in (*quotes, quotes[0])), return_exceptions=True
    )
    (winner,) = (outcome for outcome in outcomes if isinstance(outcome, Subscription))
    codes = {outcome.code for outcome in outcomes if isinstance(outcome, FoyerError)}
    assert codes <= {"quote_outdated", "quote_already_used"}
    assert await plans.types_told() == ["plan_changed"]
    assert (await plans.stored(subscription)).items == winner.items


async def test_a_renewal_and_a_confirmation_at_once_charge_each_moment_once(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    began = (real_now() - timedelta(days=40)).replace(microsecond=0)
    subscription, basic = await subscribed(**ALLOWED, now=began), await a_price(amount=900)
    await plans.changed(subscription, price_id=basic.id, now=began + timedelta(days=3))
    await asyncio.gather(
        advance_due_subscriptions(database),
        plans.advanced(subscription, real_now()),
        advance_due_subscriptions(database),
    )
    assert await plans.types_told() == ["plan_change_scheduled", "plan_changed", "period_started"]
    assert (await plans.stored(subscription)).amount.amount == 900


async def test_old_quotes_are_forgotten(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    old, fresh = [await plans.quoted(subscription, price_id=team.id) for _ in range(2)]
    async with database.session() as session:
        await session.execute(
            update(PlanQuoteRow)
            .where(col(PlanQuoteRow.id) == old.id)
            .values(recorded_at=text("now() - interval '7 days 1 second'"))
        )
    assert [await forget_plan_quotes(database) for _ in range(2)] == [1, 0]
    async with database.session() as session:
        assert list(await session.scalars(select(col(PlanQuoteRow.id)))) == [fresh.id]

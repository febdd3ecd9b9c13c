"""What cannot be changed, and what customers are not offered: each refusal has its code and keeps nothing."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeTiming
from foyer_subscriptions.domain.pricing import TaxBehavior, UsageType
from foyer_subscriptions.domain.quote import PlanQuote
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.rows import PaymentMethodRow, PlanQuoteRow
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.read_plans import read_plans
from sqlalchemy import select, update
from sqlmodel import col

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
ALLOWED: dict[str, Any] = {
    "collection": Collection.AUTOMATIC,
    "allow_upgrade": True,
    "allow_downgrade": True,
    "allow_cycle_change": True,
    "allow_quantity_change": True,
}


@pytest_asyncio.fixture(autouse=True)
async def a_card(database: Database) -> None:
    """Ada can pay."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )


async def quoted(database: Database, subscription: Subscription, **asked: Any) -> PlanQuote:
    """A quote for Ada."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        return await quote_plan_change(work, subscription.id, AskedChange(**asked), by=PausedBy.CUSTOMER)


async def quotes_kept(database: Database) -> list[str]:
    """Their ids."""
    async with database.session() as session:
        return list(await session.scalars(select(col(PlanQuoteRow.id))))


@pytest.mark.parametrize(
    ("product", "asked", "code"),
    [
        ({"currency": "USD"}, {}, "currency_differs"),
        ({"interval": None}, {}, "price_not_offered"),
        ({"amount": 900}, {"when": ChangeTiming.NOW}, "timing_not_offered"),
        ({"amount": 5900}, {"quantity": 0}, "quantity_out_of_range"),
        ({"amount": 5900}, {"quantity": -1}, "quantity_out_of_range"),
        ({"amount": 5900}, {"item": "price_9"}, "price_not_found"),
    ],
)
async def test_a_refused_quote_is_not_kept(
    database: Database,
    subscribed: Subscribed,
    a_price: APrice,
    product: dict[str, Any],
    asked: dict[str, Any],
    code: str,
) -> None:
    subscription, price = await subscribed(**ALLOWED), await a_price(**product)
    before = await announced(database)
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, price_id=price.id, **asked)
    assert refused.value.code == code
    assert await quotes_kept(database) == []
    assert await announced(database) == before


@pytest.mark.parametrize(
    ("terms", "kind", "code"),
    [
        ({"collection": Collection.INVOICE}, "card", "invoiced_not_changeable"),
        ({"pricing": {"usage_type": UsageType.METERED}}, "card", "metered_not_changeable"),
        ({"pricing": {"tax_behavior": TaxBehavior.UNSPECIFIED}}, "card", "tax_behavior_unspecified"),
        ({}, "konbini", "method_not_supported"),
    ],
)
async def test_what_cannot_be_changed_at_all_is_refused_behind_the_button(
    database: Database,
    subscribed: Subscribed,
    a_price: APrice,
    terms: dict[str, Any],
    kind: str,
    code: str,
) -> None:
    subscription, price = await subscribed(**ALLOWED | terms), await a_price(amount=5900)
    async with database.session() as session:
        await session.execute(update(PaymentMethodRow).values(kind=kind))
    before = await announced(database)
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, price_id=price.id)
    assert refused.value.code == code
    assert await announced(database) == before


async def test_of_several_items_and_of_two_like_prices_none_is_changed(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    team = await a_price(amount=5900, allow_upgrade=True)
    single = await subscribed(**ALLOWED)
    async with database.work(an_origin(customer_id=ADA)) as work:
        both = await create_subscription(
            work,
            customer_id=ADA,
            items=[(single.items[0].price_id, 1), (team.id, 1)],
            terms=Terms(collection=Collection.AUTOMATIC),
        )
        twin = await create_price(
            work,
            product_id=team.product_id,
            pricing=team.pricing,
            interval=Interval.MONTH,
            interval_count=1,
        )
    for subscription, asked, code in (
        (both, {"price_id": team.id, "item": single.items[0].price_id}, "several_items"),
        (single, {"price_id": twin.id}, "price_not_unique"),
    ):
        with pytest.raises(FoyerError) as refused:
            await quoted(database, subscription, **asked)
        assert refused.value.code == code
    assert await quotes_kept(database) == []


async def test_ten_products_are_offered_at_most_and_no_other_can_be_asked_for(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED)
    others = [await a_price(amount=5900 + number) for number in range(10)]
    async with database.work(an_origin(customer_id=ADA)) as work:
        shown = await read_plans(work, subscription.id, by=PausedBy.CUSTOMER)
    own = subscription.items[0].product_id
    assert [plan.product_id for plan in shown.plans] == [own, *(price.product_id for price in others[:9])]
    await quoted(database, subscription, price_id=others[8].id)
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, price_id=others[9].id)
    assert refused.value.code == "price_not_offered"
    assert len(await quotes_kept(database)) == 1
    # The business is not bound by what it offers.
    async with database.work(an_origin()) as work:
        asked = AskedChange(price_id=others[9].id)
        await quote_plan_change(work, subscription.id, asked, by=PausedBy.BUSINESS)


async def test_the_policy_says_which_products_are_offered(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    offered, other = await a_price(amount=5900), await a_price(amount=9900)
    subscription = await subscribed(**ALLOWED, plan_products=(offered.product_id,))
    async with database.work(an_origin(customer_id=ADA)) as work:
        shown = await read_plans(work, subscription.id, by=PausedBy.CUSTOMER)
    own = subscription.items[0].product_id
    assert [plan.product_id for plan in shown.plans] == [own, offered.product_id]
    await quoted(database, subscription, price_id=offered.id)
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, price_id=other.id)
    assert refused.value.code == "price_not_offered"
    asked = AskedChange(price_id=other.id)
    async with database.work(an_origin()) as work:
        await quote_plan_change(work, subscription.id, asked, by=PausedBy.BUSINESS)

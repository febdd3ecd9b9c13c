"""A promotion code in a quote: shown, given when it is confirmed, counted once, refused with its own code."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.coupon import Coupon, Duration, PromotionCode, Reduction
from foyer_subscriptions.domain.next_charge import NextCharge, next_charge
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.policy import PlanChangeTiming, Proration
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.quote import PlanQuote
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.coupons import Coupons, PromotionCodes
from foyer_subscriptions.storage.rows import PaymentMethodRow, PlanQuoteRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.create_coupon import create_coupon
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_promotion_code import create_promotion_code
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.settle_plan_change import settle_plan_change
from foyer_subscriptions.use_cases.update_promotion_code import update_promotion_code
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
ALLOWED: dict[str, Any] = {
    "collection": Collection.AUTOMATIC,
    "allow_upgrade": True,
    "allow_cycle_change": True,
    "allow_quantity_change": True,
    "allow_promotion_codes": True,
}


@pytest_asyncio.fixture(autouse=True)
async def a_card(database: Database) -> None:
    """Ada can pay."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )


@pytest_asyncio.fixture(autouse=True)
async def a_code(database: Database) -> None:
    """HALF takes half off the first period, and each customer can use it once."""
    async with database.work(an_origin()) as work:
        await create_coupon(
            work,
            Coupon(
                id="cpn_half",
                business_id=NORTHWIND,
                name="Half",
                reduction=Reduction(hundredths_off=5000),
                duration=Duration.ONCE,
            ),
        )
        await create_promotion_code(
            work,
            PromotionCode(
                id="promo_half",
                business_id=NORTHWIND,
                coupon_id="cpn_half",
                code="HALF",
                max_per_customer=1,
                expires_at=NOW + timedelta(days=1),
            ),
        )


async def quoted(
    database: Database, subscription: Subscription, *, now: datetime = NOW, **asked: Any
) -> PlanQuote:
    """A quote for Ada, with the code."""
    asked = {"promotion_code": " half "} | asked
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await quote_plan_change(work, subscription.id, AskedChange(**asked), by=PausedBy.CUSTOMER)


async def confirm(
    database: Database, subscription: Subscription, quote: PlanQuote, *, now: datetime = NOW
) -> Subscription:
    """It is taken."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await confirm_plan_change(work, subscription.id, quote.id, for_customer=True)


async def counts(database: Database) -> tuple[int, int]:
    """How often the coupon and its code were redeemed."""
    async with database.work(an_origin()) as work:
        coupon = await Coupons(work.session).get(work.scope, "cpn_half")
        promotion = await PromotionCodes(work.session).get(work.scope, "promo_half")
        return coupon.times_redeemed, promotion.times_redeemed


async def test_a_code_alone_leaves_the_plan_and_comes_off_the_next_period(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(allow_promotion_codes=True)
    quote = await quoted(database, subscription)
    assert (quote.plan.kind, quote.plan.lines, quote.must_be_paid_first) == (
        PlanChangeKind.DISCOUNT,
        (),
        False,
    )
    assert quote.plan.discount
    assert quote.plan.discount.code == "HALF"
    assert quote.next == NextCharge(PERIOD_END, amount=Money(1450, "EUR"), discount=Money(1450, "EUR"))
    assert await counts(database) == (0, 0)
    after = await confirm(database, subscription, quote)
    assert (after.items, next_charge(after)) == (subscription.items, quote.next)
    assert await counts(database) == (1, 1)
    assert await course.types_told() == ["discount_applied"]


async def test_with_a_new_cycle_the_first_period_costs_less_as_shown(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**ALLOWED | {"proration": Proration.NONE})
    yearly = await another_cycle(database, subscription)
    quote = await quoted(database, subscription, price_id=yearly.id)
    (line,) = quote.plan.lines
    assert (line.amount, line.discount, line.due) == (
        Money(29000, "EUR"),
        Money(14500, "EUR"),
        Money(14500, "EUR"),
    )
    assert quote.must_be_paid_first
    waiting = await confirm(database, subscription, quote)
    assert (waiting.discount, await counts(database)) == (None, (1, 1))
    invoice = InvoiceData(
        invoice_id="inv_1",
        number="NW-2026-00001",
        customer_id=ADA,
        subscription_id=subscription.id,
        change_id=waiting.waiting[0].id,
        total=Amount(amount=17545, currency="EUR"),
        open=Amount(amount=0, currency="EUR"),
        issued_on=NOW.date(),
        due_on=NOW.date(),
    )
    for _ in range(2):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await settle_plan_change(work, invoice)
    assert await course.types_told() == [
        "plan_change_requested",
        "plan_changed",
        "discount_applied",
        "period_started",
    ]
    async with database.work(an_origin()) as work:
        after = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert after.discount
    # It was for one period, which has begun.
    next_year = datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
    assert after.discount.began_at == NOW
    assert quote.next == next_charge(after) == NextCharge(next_year, Money(29000, "EUR"), Money(0, "EUR"))
    assert await counts(database) == (1, 1)


async def another_cycle(database: Database, subscription: Subscription) -> Price:
    """Its product by the year."""
    async with database.work(an_origin()) as work:
        return await create_price(
            work,
            product_id=subscription.items[0].product_id,
            pricing=Pricing(unit_amount=Money(29000, "EUR")),
            interval=Interval.YEAR,
            interval_count=1,
        )


async def test_with_a_planned_change_it_comes_off_the_new_plan(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**ALLOWED | {"plan_change_timing": PlanChangeTiming.PERIOD_END})
    quote = await quoted(database, subscription, quantity=3, when=ChangeTiming.PERIOD_END)
    planned = await confirm(database, subscription, quote)
    assert (planned.discount, await counts(database)) == (None, (1, 1))
    half = Money(4350, "EUR")
    assert quote.next == next_charge(planned) == NextCharge(PERIOD_END, amount=half, discount=half)
    async with database.work(an_origin(customer_id=ADA, now=PERIOD_END)) as work:
        renewed = await advance_subscription(work, subscription.id)
    assert renewed.discount
    assert (renewed.items[0].quantity, renewed.discount.began_at) == (3, PERIOD_END)
    assert await course.types_told() == [
        "plan_change_scheduled",
        "quantity_changed",
        "discount_applied",
        "period_started",
    ]
    (line,) = (await announced(database))[-1].data["lines"]
    assert (line["amount"]["amount"], line["discount_amount"]["amount"]) == (8700, 4350)


async def test_a_code_that_cannot_be_given_is_refused_and_no_quote_is_kept(
    database: Database, subscribed: Subscribed
) -> None:
    subscription, closed = await subscribed(**ALLOWED), await subscribed(allow_quantity_change=True)
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, quantity=2, promotion_code="THIRD")
    assert refused.value.code == "promotion_code_unknown"
    with pytest.raises(FoyerError) as refused:
        await quoted(database, subscription, quantity=2, now=NOW + timedelta(days=1))
    assert refused.value.code == "promotion_code_expired"
    with pytest.raises(FoyerError) as refused:
        await quoted(database, closed)
    assert refused.value.code == "promotion_codes_not_offered"
    with pytest.raises(FoyerError) as refused:
        async with database.work(an_origin(CONTOSO, customer_id=ADA)) as work:
            await quote_plan_change(
                work, subscription.id, AskedChange(promotion_code="HALF"), by=PausedBy.CUSTOMER
            )
    assert refused.value.code == "subscription_not_found"
    async with database.session() as session:
        assert (await session.scalars(select(PlanQuoteRow))).all() == []


async def test_it_is_counted_once_and_not_given_twice(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    first, second = await subscribed(**ALLOWED), await subscribed(**ALLOWED)
    quotes = [await quoted(database, one) for one in (first, second)]
    await confirm(database, first, quotes[0])
    for subscription, quote, code in (
        (first, quotes[0], "quote_already_used"),
        (second, quotes[1], "promotion_code_used_before"),
    ):
        with pytest.raises(FoyerError) as refused:
            await confirm(database, subscription, quote)
        assert refused.value.code == code
    with pytest.raises(FoyerError) as refused:
        await quoted(database, second, quantity=2)
    assert refused.value.code == "promotion_code_used_before"
    async with database.work(an_origin()) as work:
        assert await Subscriptions(work.session).get(work.scope, second.id) == second
    assert (await counts(database), await course.types_told()) == ((1, 1), ["discount_applied"])


async def test_one_that_ends_after_the_quote_changes_nothing(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**ALLOWED)
    quote = await quoted(database, subscription, quantity=2)
    async with database.work(an_origin()) as work:
        await update_promotion_code(work, "promo_half", active=False)
    with pytest.raises(FoyerError) as refused:
        await confirm(database, subscription, quote)
    assert refused.value.code == "promotion_code_inactive"
    async with database.work(an_origin()) as work:
        assert await Subscriptions(work.session).get(work.scope, subscription.id) == subscription
    assert (await counts(database), await course.types_told()) == ((0, 0), [])

"""Discounts: what is stored and told, who is refused one, and what two at once come to."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import discount_errors, errors
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.coupon import Coupon, Duration, PromotionCode, Reduction
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.coupons import Coupons, PromotionCodes
from foyer_subscriptions.storage.rows import RedemptionRow
from foyer_subscriptions.use_cases.apply_discount import apply_discount
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.create_coupon import create_coupon
from foyer_subscriptions.use_cases.create_promotion_code import create_promotion_code
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.find_redeemable import Asked
from foyer_subscriptions.use_cases.preview_discount import preview_discount
from foyer_subscriptions.use_cases.remove_discount import remove_discount
from foyer_subscriptions.use_cases.update_coupon import update_coupon
from foyer_subscriptions.use_cases.update_promotion_code import update_promotion_code
from sqlalchemy import func, select

Subscribed = Callable[..., Awaitable[Subscription]]
MakePrice = Callable[..., Awaitable[Price]]
BOB = "cus_01jdbob00000e8000000000000"
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
WELCOME = Asked(code="welcome20")


async def coupon_of(database: Database, name: str = "WELCOME20", **terms: Any) -> Coupon:
    """A coupon of Northwind's, a fifth off for ever unless told, with a promotion code of its name."""
    of_code = {
        name: terms.pop(name)
        for name in ("max_per_customer", "first_time_only", "expires_at", "uses", "valid")
        if name in terms
    }
    made = {"name": "A fifth", "reduction": Reduction(hundredths_off=2000), "duration": Duration.FOREVER}
    async with database.work(an_origin()) as work:
        coupon = await create_coupon(
            work, Coupon(**{"id": f"cpn_{name}", "business_id": NORTHWIND, **made, **terms})
        )
        promotion = PromotionCode(
            id=f"promo_{name}",
            business_id=NORTHWIND,
            coupon_id=coupon.id,
            code=name,
            max_redemptions=of_code.pop("uses", None),
            active=of_code.pop("valid", True),
            **of_code,
        )
        await create_promotion_code(work, promotion)
    return coupon


async def apply(
    database: Database,
    subscription: Subscription,
    asked: Asked = WELCOME,
    *,
    by: PausedBy = PausedBy.CUSTOMER,
    now: datetime = NOW,
    customer_id: str = ADA,
    business_id: str = NORTHWIND,
) -> Subscription:
    """Ada uses it."""
    async with database.work(an_origin(business_id, customer_id=customer_id, now=now)) as work:
        return await apply_discount(work, subscription.id, asked, by=by)


async def counts(database: Database, name: str = "WELCOME20") -> tuple[int, int, int]:
    """How often the coupon and its code were redeemed, and how many redemptions are kept."""
    async with database.work(an_origin()) as work:
        coupon = await Coupons(work.session).get(work.scope, f"cpn_{name}")
        promotion = await PromotionCodes(work.session).get(work.scope, f"promo_{name}")
        kept = await work.session.scalar(select(func.count()).select_from(RedemptionRow)) or 0
        return coupon.times_redeemed, promotion.times_redeemed, kept


async def test_a_code_comes_off_the_next_period(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    await coupon_of(database, duration=Duration.REPEATING, duration_in_months=1)
    subscription = await subscribed(allow_promotion_codes=True)
    discounted = await apply(database, subscription, Asked(code=" WelCome20 "))
    assert discounted == await course.stored(subscription)
    assert discounted.discount is not None
    assert (discounted.discount.code, discounted.discount.given_at) == ("WELCOME20", NOW)
    assert await counts(database) == (1, 1, 1)
    (event,) = await announced(database)
    assert (event.type, event.subjectversion) == ("subscription.discount_applied", discounted.version)
    assert event.data["discount"] == {
        "discount_id": discounted.discount.id,
        "coupon_id": "cpn_WELCOME20",
        "name": "A fifth",
        "code": "WELCOME20",
        "percent_off": 20.0,
        "amount_off": None,
        "duration": "repeating",
        "duration_in_months": 1,
        "ends_at": None,
    }
    assert event.data["replaces"] is None
    assert event.data["subscription"]["amount"]["amount"] == 2900
    assert event.data["subscription"]["next_amount"]["amount"] == 2320

    begun = await course.advanced(subscription, PERIOD_END)
    assert begun == await course.stored(subscription)
    assert begun.discount is not None
    assert begun.discount.ends_at == datetime(2026, 5, 9, 22, tzinfo=UTC)
    period = (await announced(database))[-1]
    (line,) = period.data["lines"]
    assert (line["amount"]["amount"], line["discount_amount"]["amount"]) == (2900, 580)
    assert period.data["subscription"]["next_amount"]["amount"] == 2900

    after = await course.advanced(subscription, PERIOD_END + timedelta(days=31))
    assert after.discount is None
    *_, over, period = await announced(database)
    assert (over.type, over.data["cause"]) == ("subscription.discount_ended", "over")
    assert over.data["discount"]["ends_at"] == "2026-05-09T22:00:00Z"
    assert period.data["lines"][0]["discount_amount"] is None


async def test_a_subscription_begins_with_it(database: Database, course: Any, a_price: MakePrice) -> None:
    await coupon_of(database, reduction=Reduction(amount_off=Money(900, "EUR")), duration=Duration.ONCE)
    price = await a_price()
    async with database.work(an_origin(customer_id=ADA)) as work:
        subscription = await create_subscription(
            work,
            customer_id=ADA,
            items=[(price.id, 1)],
            terms=Terms(collection=Collection.INVOICE),
            discount=Asked(coupon_id="cpn_WELCOME20"),
        )
    assert subscription == await course.stored(subscription)
    assert await counts(database) == (1, 0, 1)
    assert (await course.all_told())[-3:] == ["created", "discount_applied", "period_started"]
    (line,) = (await announced(database))[-1].data["lines"]
    assert (line["amount"]["amount"], line["discount_amount"]["amount"]) == (2900, 900)
    assert subscription.discount is not None
    assert subscription.discount.ends_at == PERIOD_END


async def test_a_trial_takes_nothing_from_it(database: Database, course: Any, a_price: MakePrice) -> None:
    await coupon_of(database, duration=Duration.ONCE)
    price = await a_price()
    async with database.work(an_origin(customer_id=ADA)) as work:
        subscription = await create_subscription(
            work,
            customer_id=ADA,
            items=[(price.id, 1)],
            terms=Terms(collection=Collection.INVOICE, trial_days=60),
            discount=WELCOME,
        )
    begun = await course.advanced(subscription, NOW + timedelta(days=60))
    assert begun.discount is not None
    assert begun.discount.began_at == NOW + timedelta(days=60)
    assert (await announced(database))[-1].data["lines"][0]["discount_amount"]["amount"] == 580


async def test_an_imported_one_has_it_from_its_next_period_on(
    database: Database, course: Any, a_price: MakePrice
) -> None:
    await coupon_of(database, duration=Duration.ONCE)
    price = await a_price()
    async with database.work(an_origin(customer_id=ADA)) as work:
        subscription = await create_subscription(
            work,
            customer_id=ADA,
            items=[(price.id, 1)],
            terms=Terms(collection=Collection.INVOICE, backdated_to=NOW - timedelta(days=5)),
            discount=WELCOME,
        )
    assert subscription.bought.reduction is None
    assert subscription.discount is not None
    assert subscription.discount.began_at is None
    begun = await course.advanced(subscription, subscription.current_period_end)
    assert begun.bought.reduction == Reduction(hundredths_off=2000)


async def test_another_one_takes_its_place(database: Database, course: Any, subscribed: Subscribed) -> None:
    await coupon_of(database)
    await coupon_of(database, "HALF", reduction=Reduction(hundredths_off=5000))
    subscription = await subscribed(allow_promotion_codes=True)
    first = await apply(database, subscription)
    second = await apply(database, subscription, Asked(code="half"))
    assert first.discount is not None
    assert second.discount is not None
    assert second.discount.code == "HALF"
    assert await course.all_told() == ["discount_applied", "discount_applied"]
    assert (await announced(database))[-1].data["replaces"] == first.discount.id
    assert await counts(database) == (1, 1, 2)


async def test_what_is_taken_away_comes_off_no_more(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    await coupon_of(database)
    subscription = await subscribed(allow_promotion_codes=True)
    await apply(database, subscription)
    await course.advanced(subscription, PERIOD_END)
    async with database.work(an_origin(now=PERIOD_END)) as work:
        without = await remove_discount(work, subscription.id)
    assert (without.discount, without.bought.reduction) == (None, Reduction(hundredths_off=2000))
    event = (await announced(database))[-1]
    assert (event.type, event.data["cause"]) == ("subscription.discount_ended", "removed")
    assert event.data["subscription"]["next_amount"]["amount"] == 2900
    assert await counts(database) == (1, 1, 1)
    async with database.work(an_origin(now=PERIOD_END)) as work:
        with pytest.raises(discount_errors.DiscountNotFound):
            await remove_discount(work, subscription.id)
    assert (await course.stored(subscription)).version == without.version


async def test_a_cancellation_gives_back_what_was_paid(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    await coupon_of(database, duration=Duration.ONCE)
    subscription = await subscribed(allow_promotion_codes=True, cancellation_mode=CancellationMode.IMMEDIATE)
    await apply(database, subscription)
    begun = await course.advanced(subscription, PERIOD_END)
    half = PERIOD_END + (begun.current_period_end - PERIOD_END) / 2
    async with database.work(an_origin(customer_id=ADA, now=half)) as work:
        _, plan = await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    assert plan.comes_back == Money(1160, "EUR")
    (line,) = (await announced(database))[-1].data["credit_lines"]
    assert (line["amount"]["amount"], line["discount_amount"]["amount"]) == (1450, 290)


@pytest.mark.parametrize(
    ("terms", "policy", "asked", "error"),
    [
        ({}, {}, WELCOME, discount_errors.PromotionCodesNotOffered),
        ({}, {"allow_self_management": False}, WELCOME, discount_errors.PromotionCodesNotOffered),
        ({}, None, Asked(code="WELCOME"), discount_errors.PromotionCodeUnknown),
        ({}, None, Asked(code="' OR 1=1 --"), discount_errors.PromotionCodeUnknown),
        ({"valid": False}, None, WELCOME, discount_errors.PromotionCodeInactive),
        ({"expires_at": NOW}, None, WELCOME, discount_errors.PromotionCodeExpired),
        ({"first_time_only": True}, None, WELCOME, discount_errors.PromotionCodeNotFirst),
        ({"active": False}, None, WELCOME, discount_errors.CouponInactive),
        ({"redeem_by": NOW}, None, WELCOME, discount_errors.CouponExpired),
        (
            {"reduction": Reduction(amount_off=Money(100, "USD"))},
            None,
            WELCOME,
            discount_errors.CouponCurrencyDiffers,
        ),
    ],
)
async def test_a_refused_code_changes_nothing(
    database: Database,
    course: Any,
    subscribed: Subscribed,
    terms: dict[str, Any],
    policy: dict[str, Any] | None,
    asked: Asked,
    error: type[FoyerError],
) -> None:
    await coupon_of(database, **terms)
    offered = {"allow_promotion_codes": True} if policy is None else policy
    subscription = await subscribed(**offered)
    with pytest.raises(error):
        await apply(database, subscription, asked)
    async with database.work(an_origin(customer_id=ADA)) as work:
        with pytest.raises(error):
            await preview_discount(work, subscription.id, asked, by=PausedBy.CUSTOMER)
    assert await course.stored(subscription) == subscription
    assert await counts(database) == (0, 0, 0)
    assert await course.all_told() == []


async def test_for_other_products_only(
    database: Database, a_price: MakePrice, subscribed: Subscribed
) -> None:
    other = await a_price()
    reduction = Reduction(hundredths_off=2000, product_ids=(other.product_id,))
    await coupon_of(database, reduction=reduction)
    subscription = await subscribed(allow_promotion_codes=True)
    for asked, error in (
        (WELCOME, discount_errors.PromotionCodeNotForProduct),
        (Asked(coupon_id="cpn_WELCOME20"), discount_errors.CouponNotForProduct),
    ):
        with pytest.raises(error):
            await apply(database, subscription, asked, by=PausedBy.BUSINESS)
    assert await counts(database) == (0, 0, 0)
    async with database.work(an_origin()) as work:
        with pytest.raises(errors.ProductNotFound):
            await create_coupon(
                work,
                Coupon(
                    id="cpn_2",
                    business_id=NORTHWIND,
                    name="Theirs",
                    reduction=Reduction(hundredths_off=1, product_ids=("prod_of_contoso",)),
                    duration=Duration.ONCE,
                ),
            )


async def test_the_same_again_is_refused_until_it_is_over(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    await coupon_of(database, duration=Duration.ONCE)
    subscription = await subscribed(allow_promotion_codes=True)
    once = await apply(database, subscription)
    with pytest.raises(discount_errors.DiscountAlreadyApplied):
        await apply(database, subscription)
    assert await course.stored(subscription) == once
    assert await counts(database) == (1, 1, 1)
    again = await apply(database, subscription, now=PERIOD_END)
    assert again.discount is not None
    assert once.discount is not None
    assert again.discount.id != once.discount.id
    assert await counts(database) == (2, 2, 2)


async def test_after_the_end_and_while_a_cancellation_waits(
    database: Database, subscribed: Subscribed
) -> None:
    await coupon_of(database)
    subscription = await subscribed(allow_promotion_codes=True, notice_days=60)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    with pytest.raises(errors.CancellationPending):
        await apply(database, subscription)
    # What is still charged until then may cost less, if the business likes.
    waiting = await apply(database, subscription, by=PausedBy.BUSINESS)
    assert waiting.discount is not None
    with pytest.raises(errors.SubscriptionAlreadyEnded):
        await apply(database, subscription, by=PausedBy.BUSINESS, now=NOW + timedelta(days=90))


async def test_nobody_elses_is_found(database: Database, subscribed: Subscribed) -> None:
    await coupon_of(database)
    subscription = await subscribed(allow_promotion_codes=True)
    for business_id, customer_id in ((NORTHWIND, BOB), (CONTOSO, ADA)):
        with pytest.raises(errors.SubscriptionNotFound):
            await apply(database, subscription, business_id=business_id, customer_id=customer_id)
    async with database.work(an_origin(CONTOSO)) as work:
        with pytest.raises(discount_errors.CouponNotFound):
            await update_coupon(work, "cpn_WELCOME20", changes={"active": False})
        with pytest.raises(discount_errors.PromotionCodeNotFound):
            await update_promotion_code(work, "promo_WELCOME20", active=False)
        with pytest.raises(discount_errors.PromotionCodeUnknown):
            await PromotionCodes(work.session).known_as(work.scope, "WELCOME20")
    assert await counts(database) == (0, 0, 0)


@pytest.mark.parametrize(
    ("terms", "refusal"),
    [
        ({"max_redemptions": 1}, "CouponUsedUp"),
        ({"uses": 1}, "PromotionCodeUsedUp"),
        ({"max_per_customer": 1}, "PromotionCodeUsedBefore"),
    ],
)
async def test_limits_hold_with_many_at_once(
    database: Database, course: Any, subscribed: Subscribed, terms: dict[str, Any], refusal: str
) -> None:
    await coupon_of(database, **terms)
    all_of_adas = [await subscribed(allow_promotion_codes=True) for _ in range(4)]
    outcomes = await asyncio.gather(*(apply(database, one) for one in all_of_adas), return_exceptions=True)
    assert sorted(type(outcome).__name__ for outcome in outcomes) == sorted([*[refusal] * 3, "Subscription"])
    assert await counts(database) == (1, 1, 1)
    assert await course.all_told() == ["discount_applied"]


async def test_two_clicks_at_once_are_one(database: Database, course: Any, subscribed: Subscribed) -> None:
    await coupon_of(database)
    subscription = await subscribed(allow_promotion_codes=True)
    outcomes = await asyncio.gather(
        *(apply(database, subscription) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == [
        "DiscountAlreadyApplied",
        "Subscription",
    ]
    assert await counts(database) == (1, 1, 1)
    assert await course.all_told() == ["discount_applied"]


async def test_a_code_is_made_once_whatever_its_case(database: Database) -> None:
    await coupon_of(database)
    twin = PromotionCode(id="promo_twin", business_id=NORTHWIND, coupon_id="cpn_WELCOME20", code="welcome20")
    async with database.work(an_origin()) as work:
        with pytest.raises(discount_errors.PromotionCodeTaken):
            await create_promotion_code(work, twin)
        assert len(await PromotionCodes(work.session).list_page(work.scope, limit=9, after=None)) == 1

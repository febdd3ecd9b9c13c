"""What comes off, of which lines, in which periods, with every cent kept."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain import discount_errors as errors
from foyer_subscriptions.domain.charge import lines_for, unused
from foyer_subscriptions.domain.coupon import (
    Coupon,
    CouponInvalid,
    Duration,
    PromotionCode,
    Reduction,
    check_coupon,
    check_promotion_code,
    check_terms,
)
from foyer_subscriptions.domain.discount import Discount, new_discount
from foyer_subscriptions.domain.give_discount import check_fits
from foyer_subscriptions.domain.next_charge import next_charge
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.pricing import Pricing, UsageType
from foyer_subscriptions.domain.renew import begin_period, renew
from foyer_subscriptions.domain.subscription import Item, Stretch, Subscription
from foyer_subscriptions.domain.usage import close_usage, usage_lines
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

Make = Callable[..., Subscription]
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
FIFTH = Reduction(hundredths_off=2000)


def a_coupon(reduction: Reduction = FIFTH, duration: Duration = Duration.FOREVER, **terms: Any) -> Coupon:
    """A fifth off for ever, unless told."""
    return Coupon(
        id="cpn_1", business_id="biz_1", name="A fifth", reduction=reduction, duration=duration, **terms
    )


def given_by(coupon: Coupon) -> Discount:
    return new_discount(coupon, None, now=NOW)


def items(*amounts: int, currency: str = "EUR") -> tuple[Item, ...]:
    """One item of one unit for each amount: of prod_1, prod_2 and so on."""
    return tuple(
        Item(
            price_id=f"price_{number}",
            product_id=f"prod_{number}",
            product_name=f"Product {number}",
            quantity=1,
            pricing=Pricing(unit_amount=Money(amount, currency)),
        )
        for number, amount in enumerate(amounts, 1)
    )


@pytest.mark.parametrize(
    ("reduction", "amounts", "comes_off"),
    [
        (FIFTH, (2900,), [580]),
        (Reduction(hundredths_off=3333), (100, 1), [34, 0]),
        (Reduction(hundredths_off=10_000), (2900, 100), [2900, 100]),
        (Reduction(amount_off=Money(500, "EUR")), (2900,), [500]),
        (Reduction(amount_off=Money(1000, "EUR")), (2000, 1000), [667, 333]),
        (Reduction(amount_off=Money(5000, "EUR")), (2900, 100), [2900, 100]),
        (Reduction(hundredths_off=5000, product_ids=("prod_2",)), (2900, 101), [0, 51]),
        (Reduction(amount_off=Money(5000, "EUR"), product_ids=("prod_2",)), (2900, 101), [0, 101]),
        (Reduction(amount_off=Money(500, "EUR"), product_ids=("prod_3",)), (2900,), [0]),
        (FIFTH, (0,), [0]),
        (Reduction(amount_off=Money(500, "EUR")), (0, 0), [0, 0]),
    ],
)
def test_what_comes_off_an_interval(
    a_subscription: Make, reduction: Reduction, amounts: tuple[int, ...], comes_off: list[int]
) -> None:
    lines = lines_for(a_subscription(items=items(*amounts)), Stretch(0, 10, 10, reduction))
    assert [line.amount.amount for line in lines] == list(amounts)
    assert [line.discount.amount for line in lines] == comes_off
    assert [line.due.amount for line in lines] == [
        amount - off for amount, off in zip(amounts, comes_off, strict=True)
    ]
    assert [line.product_id for line in lines] == [f"prod_{n}" for n in range(1, len(amounts) + 1)]


def test_a_currency_without_decimals_and_what_is_metered(a_subscription: Make) -> None:
    yen = a_subscription(items=items(999, currency="JPY"))
    (line,) = lines_for(yen, Stretch(0, 10, 10, Reduction(hundredths_off=5000)))
    assert (line.discount, line.due) == (Money(500, "JPY"), Money(499, "JPY"))
    paid_after = Pricing(unit_amount=Money(5, "EUR"), usage_type=UsageType.METERED)
    (ahead,) = items(2900)
    both = a_subscription(items=(replace(ahead, product_id="prod_2", pricing=paid_after), ahead))
    (line,) = lines_for(both, Stretch(0, 10, 10, FIFTH))
    assert (line.product_id, line.discount.amount) == ("prod_1", 580)


@pytest.mark.parametrize(
    ("reduction", "comes_off"),
    [
        (FIFTH, 101),
        (Reduction(hundredths_off=10_000), 505),
        (Reduction(hundredths_off=2000, product_ids=("prod_2",)), 0),
        (Reduction(amount_off=Money(100, "EUR")), 0),
        (None, 0),
    ],
)
def test_a_percentage_comes_off_what_was_used(
    a_subscription: Make, reduction: Reduction | None, comes_off: int
) -> None:
    paid_after = Pricing(unit_amount=Money(5, "EUR"), usage_type=UsageType.METERED)
    (item,) = items(0)
    subscription = a_subscription(
        items=(replace(item, pricing=paid_after),), bought=Stretch(0, 10, 10, reduction)
    )
    closed = close_usage(subscription, {"price_1": 101}, ends=NOW)
    (line,) = usage_lines(subscription, closed)
    assert (line.amount.amount, line.discount.amount) == (505, comes_off)


def test_an_amount_does_not_fit_what_is_paid_by_use() -> None:
    paid_after = Pricing(unit_amount=Money(5, "EUR"), usage_type=UsageType.METERED)
    (item,) = items(0)
    by_use = (replace(item, pricing=paid_after),)
    with pytest.raises(errors.CouponNotForProduct):
        check_fits(a_coupon(Reduction(amount_off=Money(100, "EUR"))), by_use, by_code=False)
    check_fits(a_coupon(), by_use, by_code=False)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    amounts=st.lists(st.integers(0, 5_000), min_size=1, max_size=4),
    cuts=st.lists(st.integers(1, 999), max_size=4, unique=True),
    reduction=st.one_of(
        st.builds(Reduction, hundredths_off=st.integers(1, 10_000)),
        st.builds(
            lambda cents, products: Reduction(amount_off=Money(cents, "EUR"), product_ids=tuple(products)),
            st.integers(1, 6_000),
            st.lists(st.sampled_from(["prod_1", "prod_2"]), unique=True),
        ),
        st.builds(Reduction, hundredths_off=st.integers(1, 10_000), product_ids=st.just(("prod_2",))),
    ),
)
def test_parts_of_an_interval_have_together_what_comes_off_it(
    a_subscription: Make, amounts: list[int], cuts: list[int], reduction: Reduction
) -> None:
    subscription = a_subscription(items=items(*amounts))
    moments = [0, *sorted(cuts), 1000]
    parts = [
        lines_for(subscription, Stretch(begins, ends, 1000, reduction)) for begins, ends in pairwise(moments)
    ]
    whole = lines_for(subscription, Stretch(0, 1000, 1000, reduction))
    assert sum(line.discount.amount for lines in parts for line in lines) == sum(
        line.discount.amount for line in whole
    )
    assert sum(line.amount.amount for lines in parts for line in lines) == sum(amounts)
    assert all(0 <= line.discount.amount <= line.amount.amount for lines in (*parts, whole) for line in lines)


def periods(subscription: Subscription, count: int) -> list[tuple[datetime, int]]:
    """So many periods from the next one on: when each begins, and what is due for it."""
    found = []
    for _ in range(count):
        subscription = renew(subscription, zone=AMSTERDAM)
        due = sum(line.due.amount for line in lines_for(subscription, subscription.bought))
        found.append((subscription.current_period_start, due))
    return found


@pytest.mark.parametrize(
    ("coupon", "due"),
    [
        (a_coupon(duration=Duration.ONCE), [2320, 2900, 2900, 2900]),
        (a_coupon(duration=Duration.REPEATING, duration_in_months=1), [2320, 2900, 2900, 2900]),
        (a_coupon(duration=Duration.REPEATING, duration_in_months=3), [2320, 2320, 2320, 2900]),
        (a_coupon(), [2320, 2320, 2320, 2320]),
    ],
)
def test_which_months_it_reaches(a_subscription: Make, coupon: Coupon, due: list[int]) -> None:
    subscription = a_subscription(discount=given_by(coupon))
    assert [amount for _, amount in periods(subscription, 4)] == due


@pytest.mark.parametrize("day", [28, 29, 30, 31])
@pytest.mark.parametrize("months", [1, 2, 3, 11])
def test_months_are_counted_over_their_ends(a_subscription: Make, day: int, months: int) -> None:
    begins = datetime(2026, 1, day, 23, 30, tzinfo=UTC)
    coupon = a_coupon(duration=Duration.REPEATING, duration_in_months=months)
    subscription = a_subscription(billing_anchor=begins, current_period_end=begins, discount=given_by(coupon))
    due = [amount for _, amount in periods(subscription, 14)]
    assert due == [2320] * months + [2900] * (14 - months)


def test_a_year_has_it_whole_when_it_begins_in_its_time(a_subscription: Make) -> None:
    coupon = a_coupon(duration=Duration.REPEATING, duration_in_months=3)
    yearly = a_subscription(interval=Interval.YEAR, discount=given_by(coupon))
    assert [amount for _, amount in periods(yearly, 2)] == [2320, 2900]


def test_an_hour_that_daylight_saving_takes_is_not_one_more_period(a_subscription: Make) -> None:
    # 02:30 of 29 March 2026 does not exist in Amsterdam: the period of that day begins at 03:30.
    anchor = datetime(2026, 1, 29, 1, 30, tzinfo=UTC)
    begins = datetime(2026, 3, 29, 1, 30, tzinfo=UTC)
    coupon = a_coupon(duration=Duration.REPEATING, duration_in_months=1)
    subscription = a_subscription(billing_anchor=anchor, current_period_end=begins, discount=given_by(coupon))
    assert periods(subscription, 2) == [(begins, 2320), (datetime(2026, 4, 29, 0, 30, tzinfo=UTC), 2900)]


def test_it_says_when_it_ends_once_it_began(a_subscription: Make) -> None:
    ends = {}
    for duration, months in ((Duration.ONCE, None), (Duration.REPEATING, 2), (Duration.FOREVER, None)):
        coupon = a_coupon(duration=duration, duration_in_months=months)
        subscription = a_subscription(discount=given_by(coupon))
        assert subscription.discount is not None
        assert (subscription.discount.began_at, subscription.discount.ends_at) == (None, None)
        begun = renew(subscription, zone=AMSTERDAM)
        assert begun.discount is not None
        assert begun.discount.began_at == begun.current_period_start
        ends[duration] = begun.discount.ends_at
    assert ends == {
        Duration.ONCE: datetime(2026, 5, 1, 8, 30, tzinfo=UTC),
        Duration.REPEATING: datetime(2026, 5, 31, 22, tzinfo=UTC),
        Duration.FOREVER: None,
    }


def test_what_was_paid_with_it_comes_back_less(a_subscription: Make) -> None:
    month = 31 * 86_400
    half = NOW - timedelta(days=9) + timedelta(seconds=month / 2)
    subscription = a_subscription(bought=Stretch(0, month, month, FIFTH))
    (line,) = lines_for(subscription, unused(subscription, half))
    assert (line.amount.amount, line.discount.amount, line.due.amount) == (1450, 290, 1160)
    # Whatever became of the discount itself.
    assert subscription.discount is None


def test_the_rest_of_a_shortened_interval_has_what_its_beginning_had(a_subscription: Make) -> None:
    month = 31 * 86_400
    subscription = a_subscription(
        bought=Stretch(0, month // 2, month, FIFTH), discount=given_by(a_coupon(Reduction(hundredths_off=1)))
    )
    charge = next_charge(subscription)
    assert charge is not None
    assert (charge.amount.amount, charge.discount.amount) == (1160, 290)
    rest = renew(subscription, zone=AMSTERDAM)
    assert rest.bought == Stretch(month // 2, month, month, FIFTH)
    assert rest.discount == subscription.discount
    following = renew(rest, zone=AMSTERDAM)
    assert following.bought.reduction == Reduction(hundredths_off=1)


def test_once_is_used_up_even_if_the_next_period_begins_early(a_subscription: Make) -> None:
    subscription = renew(a_subscription(discount=given_by(a_coupon(duration=Duration.ONCE))), zone=AMSTERDAM)
    early = replace(subscription, billing_anchor=NOW)
    again = begin_period(early, zone=AMSTERDAM, begins=NOW)
    assert (again.discount, again.bought.reduction) == (None, None)


def test_the_next_charge_has_it_while_it_reaches_it(a_subscription: Make) -> None:
    def due(subscription: Subscription) -> tuple[int, int] | None:
        charge = next_charge(subscription)
        return (charge.amount.amount, charge.discount.amount) if charge else None

    waiting = a_subscription(discount=given_by(a_coupon(duration=Duration.ONCE)))
    assert due(waiting) == (2320, 580)
    assert due(renew(waiting, zone=AMSTERDAM)) == (2900, 0)
    assert due(a_subscription()) == (2900, 0)


@pytest.mark.parametrize(
    ("coupon", "field"),
    [
        (a_coupon(Reduction()), "percent_off"),
        (a_coupon(Reduction(hundredths_off=1, amount_off=Money(1, "EUR"))), "percent_off"),
        (a_coupon(duration=Duration.REPEATING), "duration_in_months"),
        (a_coupon(duration_in_months=3), "duration_in_months"),
    ],
)
def test_terms_that_contradict_each_other_are_refused(coupon: Coupon, field: str) -> None:
    with pytest.raises(CouponInvalid) as refused:
        check_terms(coupon)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("terms", "error"),
    [
        ({"active": False}, errors.CouponInactive),
        ({"redeem_by": NOW}, errors.CouponExpired),
        ({"max_redemptions": 2, "times_redeemed": 2}, errors.CouponUsedUp),
        ({"redeem_by": NOW + timedelta(seconds=1), "max_redemptions": 2, "times_redeemed": 1}, None),
    ],
)
def test_a_coupon_that_is_over(terms: dict[str, Any], error: type[FoyerError] | None) -> None:
    if error is None:
        check_coupon(a_coupon(**terms), now=NOW)
        return
    with pytest.raises(error):
        check_coupon(a_coupon(**terms), now=NOW)


@pytest.mark.parametrize(
    ("terms", "used_before", "charged_before", "error"),
    [
        ({"active": False}, 0, False, errors.PromotionCodeInactive),
        ({"expires_at": NOW}, 0, False, errors.PromotionCodeExpired),
        ({"max_redemptions": 1, "times_redeemed": 1}, 0, False, errors.PromotionCodeUsedUp),
        ({"max_per_customer": 1}, 1, False, errors.PromotionCodeUsedBefore),
        ({"first_time_only": True}, 0, True, errors.PromotionCodeNotFirst),
        (
            {"expires_at": NOW + timedelta(seconds=1), "max_per_customer": 2, "first_time_only": True},
            1,
            False,
            None,
        ),
        ({}, 9, True, None),
    ],
)
def test_a_code_that_cannot_be_used(
    terms: dict[str, Any], used_before: int, charged_before: bool, error: type[FoyerError] | None
) -> None:
    promotion = PromotionCode(id="promo_1", business_id="biz_1", coupon_id="cpn_1", code="WELCOME20", **terms)
    asked: dict[str, Any] = {"used_before": used_before, "charged_before": charged_before, "now": NOW}
    if error is None:
        check_promotion_code(promotion, **asked)
        return
    with pytest.raises(error) as refused:
        check_promotion_code(promotion, **asked)
    assert refused.value.field == "code"


@pytest.mark.parametrize(
    ("reduction", "by_code", "error", "field"),
    [
        (Reduction(amount_off=Money(1, "USD")), False, errors.CouponCurrencyDiffers, "coupon"),
        (Reduction(amount_off=Money(1, "USD")), True, errors.CouponCurrencyDiffers, "code"),
        (
            Reduction(hundredths_off=1, product_ids=("prod_3",)),
            False,
            errors.CouponNotForProduct,
            "coupon",
        ),
        (
            Reduction(hundredths_off=1, product_ids=("prod_3",)),
            True,
            errors.PromotionCodeNotForProduct,
            "code",
        ),
    ],
)
def test_a_coupon_that_does_not_fit(
    reduction: Reduction, by_code: bool, error: type[FoyerError], field: str
) -> None:
    with pytest.raises(error) as refused:
        check_fits(a_coupon(reduction), items(2900, 100), by_code=by_code)
    assert refused.value.field == field
    check_fits(
        a_coupon(Reduction(hundredths_off=1, product_ids=("prod_2",))), items(2900, 100), by_code=by_code
    )

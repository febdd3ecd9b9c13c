"""What a change costs, to the second and with every cent kept, and what comes of it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_subscriptions.domain.change_plan import (
    await_payment,
    can_still_happen,
    change_plan,
    change_plan_at_period_end,
    schedule_plan_change,
)
from foyer_subscriptions.domain.charge import lines_for, total_of, unused
from foyer_subscriptions.domain.coupon import Reduction
from foyer_subscriptions.domain.next_charge import NextCharge, next_charge
from foyer_subscriptions.domain.pause import pause_now, schedule_pause
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeDue, ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.plan_target import Target
from foyer_subscriptions.domain.policy import Proration, SelfServicePolicy, TrialChange
from foyer_subscriptions.domain.pricing import BillingScheme, Pricing, Tier
from foyer_subscriptions.domain.quote import PlanQuote, make_quote, use
from foyer_subscriptions.domain.renew import begin_period, renew
from foyer_subscriptions.domain.resume import resume
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    NOTHING_BOUGHT,
    ChangeKind,
    ChangeState,
    Collection,
    Item,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.domain.timeline import Due, Step, next_due
from hypothesis import given
from hypothesis import strategies as st

ASubscription = Callable[..., Subscription]
AMSTERDAM, UTC_ZONE = ZoneInfo("Europe/Amsterdam"), ZoneInfo("UTC")
CUSTOMER, BUSINESS = PausedBy.CUSTOMER, PausedBy.BUSINESS
PERIOD_END = NOW + timedelta(days=22)


def an_item(amount: int = 5900, quantity: int = 1, currency: str = "EUR", **terms: Any) -> Item:
    """What it is changed to."""
    return Item(
        price_id="price_2",
        product_id="prod_2",
        product_name="Team",
        quantity=quantity,
        pricing=Pricing(unit_amount=Money(amount, currency), **terms),
    )


def a_target(
    subscription: Subscription,
    new: Item,
    *,
    kind: PlanChangeKind = PlanChangeKind.UPGRADE,
    interval: Interval | None = None,
) -> Target:
    """Its only item replaced."""
    return Target(
        kind=PlanChangeKind.CYCLE_CHANGE if interval else kind,
        old=subscription.items[0],
        new=new,
        items=(new,),
        interval=interval or subscription.interval,
        interval_count=1,
        dearer=True,
        longer=False,
    )


def a_quote(
    subscription: Subscription,
    new: Item,
    proration: Proration = Proration.PRORATE,
    *,
    timing: ChangeTiming = ChangeTiming.NOW,
    trial_change: TrialChange = TrialChange.END_TRIAL,
    interval: Interval | None = None,
    by: PausedBy = CUSTOMER,
    zone: ZoneInfo = AMSTERDAM,
    now: datetime = NOW,
) -> PlanQuote:
    """What the change costs by this policy."""
    policy = SelfServicePolicy(proration=proration, trial_change=trial_change)
    target = a_target(subscription, new, interval=interval)
    return make_quote(subscription, target, policy, timing, by=by, zone=zone, now=now)


def next_amount(subscription: Subscription) -> int:
    """What is charged next."""
    charge = next_charge(subscription)
    assert charge
    return charge.amount.amount


def next_at(quote: PlanQuote) -> datetime | None:
    """When it is charged again."""
    return quote.next.at if quote.next else None


def amounts(quote: PlanQuote) -> list[int]:
    """Of its lines."""
    return [line.amount.amount for line in quote.plan.lines]


def test_the_rest_is_credited_at_the_old_price_and_charged_at_the_new_one(
    a_subscription: ASubscription,
) -> None:
    quote = a_quote(a_subscription(collection=Collection.AUTOMATIC), an_item())
    credit, charge = quote.plan.lines
    # 2900 - 842 for 9 of 31 days, and 5900 - 1713.
    assert (credit.description, credit.price_id, credit.amount) == ("Studio", "price_1", Money(-2058, "EUR"))
    assert (charge.description, charge.price_id, charge.amount) == ("Team", "price_2", Money(4187, "EUR"))
    for line in quote.plan.lines:
        assert line.proration == (22 * 86_400, 31 * 86_400)
        assert line.period == (NOW, PERIOD_END)
        assert line.quote_id == quote.id
    assert quote.subtotal == Money(2129, "EUR")
    assert (quote.plan.due, quote.must_be_paid_first) == (ChangeDue.NEXT_INVOICE, False)
    assert quote.effective_at == NOW
    # What is prorated is carried to that invoice, beside it.
    assert quote.next == NextCharge(PERIOD_END, amount=Money(5900, "EUR"), discount=Money(0, "EUR"))
    assert quote.expires_at == NOW + timedelta(minutes=15)
    assert quote.plan.amount == Money(5900, "EUR")


def test_a_discount_is_taken_back_and_given_as_far_as_it_reaches(a_subscription: ASubscription) -> None:
    def quoted_with(*product_ids: str) -> PlanQuote:
        half = Reduction(hundredths_off=5000, product_ids=product_ids)
        bought = replace(a_subscription().bought, reduction=half)
        return a_quote(a_subscription(bought=bought), an_item())

    both = quoted_with()
    # Half of 2,900 and 5,900 less half of what the first nine days cost: 421 of 842, 857 of 1,713.
    assert [line.discount.amount for line in both.plan.lines] == [-1029, 2093]
    assert [line.due.amount for line in both.plan.lines] == [-1029, 2094]
    assert both.subtotal.amount == 1065
    only_the_old_one = quoted_with("prod_1")
    assert [line.due.amount for line in only_the_old_one.plan.lines] == [-1029, 4187]


def test_invoiced_now_it_must_be_paid_first_by_who_is_in_session(a_subscription: ASubscription) -> None:
    automatic = a_subscription(collection=Collection.AUTOMATIC)
    first = a_quote(automatic, an_item(), Proration.INVOICE_NOW)
    assert (amounts(first), first.plan.due, first.must_be_paid_first) == ([-2058, 4187], ChangeDue.NOW, True)
    by_business = a_quote(automatic, an_item(), Proration.INVOICE_NOW, by=BUSINESS)
    assert (amounts(by_business), by_business.must_be_paid_first) == ([-2058, 4187], False)
    by_invoice = a_quote(a_subscription(), an_item(), Proration.INVOICE_NOW)
    assert not by_invoice.must_be_paid_first


def test_without_proration_nothing_is_charged_until_the_next_period(a_subscription: ASubscription) -> None:
    quote = a_quote(a_subscription(collection=Collection.AUTOMATIC), an_item(), Proration.NONE)
    assert (amounts(quote), quote.plan.due) == ([], ChangeDue.NOTHING)
    assert (quote.must_be_paid_first, next_at(quote)) == (False, PERIOD_END)


def test_a_reset_credits_the_rest_and_begins_a_period_at_the_same_wall_clock_time(
    a_subscription: ASubscription,
) -> None:
    subscription = a_subscription(collection=Collection.AUTOMATIC)
    quote = a_quote(subscription, an_item(), Proration.RESET)
    # 10:30 in Amsterdam, where summer time has begun by the tenth of April.
    ends = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
    assert amounts(quote) == [-2058, 5900]
    assert quote.plan.lines[1].period == (NOW, ends)
    assert quote.plan.lines[1].proration is None
    assert (quote.must_be_paid_first, quote.plan.begins_period, next_at(quote)) == (True, True, ends)
    changed = change_plan(subscription, quote.plan, zone=AMSTERDAM, at=quote.effective_at)
    assert (changed.current_period_start, changed.current_period_end) == (NOW, ends)
    assert (changed.billing_anchor, changed.bought.bought, changed.bought.rest) == (
        NOW,
        31 * 86_400 - 3600,
        0,
    )


def test_a_reset_on_the_last_of_january_keeps_the_months_ends(a_subscription: ASubscription) -> None:
    now = datetime(2028, 1, 31, tzinfo=UTC)
    subscription = begin_period(
        a_subscription(billing_anchor=datetime(2028, 1, 15, tzinfo=UTC)),
        zone=UTC_ZONE,
        begins=datetime(2028, 1, 15, tzinfo=UTC),
    )
    quote = a_quote(subscription, an_item(), Proration.RESET, zone=UTC_ZONE, now=now)
    # 16 of 31 days used: 2900 - 1497.
    assert amounts(quote) == [-1403, 5900]
    changed = change_plan(subscription, quote.plan, zone=UTC_ZONE, at=now)
    ends = [changed.current_period_end]
    for _ in range(2):
        changed = renew(changed, zone=UTC_ZONE)
        ends.append(changed.current_period_end)
    assert [(end.month, end.day) for end in ends] == [(2, 29), (3, 31), (4, 30)]


def test_a_leap_february_has_29_days_to_share(a_subscription: ASubscription) -> None:
    begins = datetime(2028, 1, 31, tzinfo=UTC)
    subscription = begin_period(a_subscription(billing_anchor=begins), zone=UTC_ZONE, begins=begins)
    quote = a_quote(subscription, an_item(), zone=UTC_ZONE, now=datetime(2028, 2, 15, 23, 59, 59, tzinfo=UTC))
    # 15 days, 23 hours, 59 minutes and 59 seconds of 29 days: 1,599.999 of 2,900 and 3,255.17 of 5,900.
    assert amounts(quote) == [-1300, 2645]


@pytest.mark.parametrize(
    ("currency", "old", "new", "expected"),
    [
        # 22 of 31 days; nothing is smaller than a yen.
        ("JPY", 1000, 3000, [-710, 2129]),
        ("EUR", 0, 2900, [2058]),
        ("EUR", 2900, 0, [-2058]),
        ("EUR", 5900, 2900, [-4187, 2058]),
        ("EUR", 1, 2, [-1, 1]),
    ],
)
def test_amounts(
    a_subscription: ASubscription, currency: str, old: int, new: int, expected: list[int]
) -> None:
    subscription = a_subscription(
        items=(replace(an_item(old, currency=currency), price_id="price_1"),), collection=Collection.AUTOMATIC
    )
    quote = a_quote(subscription, an_item(new, currency=currency), Proration.INVOICE_NOW)
    assert amounts(quote) == expected
    assert quote.must_be_paid_first == (sum(expected) > 0)
    assert quote.plan.due is ChangeDue.NOW


def test_seats_in_tiers_cost_what_the_tiers_say(a_subscription: ASubscription) -> None:
    def tier(up_to: int | None, amount: int) -> Tier:
        return Tier(up_to=up_to, unit_amount=Money(amount, "EUR"), flat_amount=Money(0, "EUR"))

    terms: dict[str, Any] = {"scheme": BillingScheme.VOLUME, "tiers": (tier(10, 1000), tier(None, 800))}
    ten = replace(an_item(0, quantity=10, **terms), price_id="price_1")
    eleven = replace(ten, quantity=11)
    subscription = a_subscription(items=(ten,))
    # 10 seats are 10,000, eleven are 8,800: more is less here, and the difference is credited.
    assert amounts(a_quote(subscription, eleven)) == [-7097, 6245]


def test_another_cycle_begins_now_whatever_the_proration(a_subscription: ASubscription) -> None:
    subscription = a_subscription(collection=Collection.AUTOMATIC)
    year = an_item(29_000)
    for proration in (Proration.PRORATE, Proration.INVOICE_NOW, Proration.RESET):
        quote = a_quote(subscription, year, proration, interval=Interval.YEAR)
        assert (amounts(quote), quote.plan.due) == ([-2058, 29_000], ChangeDue.NOW)
        assert next_at(quote) == datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
    assert amounts(a_quote(subscription, year, Proration.NONE, interval=Interval.YEAR)) == [29_000]


def test_an_invoice_made_now_takes_along_what_waited_for_the_next_one(a_subscription: ASubscription) -> None:
    subscription = a_subscription(collection=Collection.AUTOMATIC)
    first = a_quote(subscription, an_item())
    upgraded = change_plan(subscription, first.plan, zone=AMSTERDAM, at=NOW)
    assert upgraded.carried == first.plan.lines
    later = NOW + timedelta(days=1)
    again = a_quote(upgraded, replace(an_item(9900), price_id="price_3"), now=later)
    twice = change_plan(upgraded, again.plan, zone=AMSTERDAM, at=later)
    assert [line.amount.amount for line in twice.carried] == [-2058, 4187, -3997, 6706]
    now = a_quote(twice, replace(an_item(100), price_id="price_4"), Proration.INVOICE_NOW, now=later)
    assert amounts(now) == [-2058, 4187, -3997, 6706, -6706, 68]
    assert change_plan(twice, now.plan, zone=AMSTERDAM, at=later).carried == ()


def test_a_trial_ends_and_is_invoiced_at_once_or_goes_on(a_subscription: ASubscription) -> None:
    trial = a_subscription(
        status=Status.TRIALING,
        trial_ends_at=PERIOD_END,
        bought=NOTHING_BOUGHT,
        period_number=0,
        collection=Collection.AUTOMATIC,
    )
    ended = a_quote(trial, an_item())
    assert (amounts(ended), ended.plan.due, ended.ends_trial, ended.must_be_paid_first) == (
        [5900],
        ChangeDue.NOW,
        True,
        True,
    )
    changed = change_plan(trial, ended.plan, zone=AMSTERDAM, at=NOW)
    assert (changed.status, changed.trial_ends_at, changed.period_number) == (Status.ACTIVE, NOW, 1)
    goes_on = a_quote(trial, an_item(), trial_change=TrialChange.CONTINUE_TRIAL, interval=Interval.YEAR)
    assert (amounts(goes_on), goes_on.plan.due, goes_on.ends_trial) == ([], ChangeDue.NOTHING, False)
    still = change_plan(trial, goes_on.plan, zone=AMSTERDAM, at=NOW)
    assert (still.status, still.current_period_end, still.interval) == (
        Status.TRIALING,
        PERIOD_END,
        Interval.YEAR,
    )
    assert next_at(goes_on) == PERIOD_END


def test_a_fixed_term_is_not_reset(a_subscription: ASubscription) -> None:
    quote = a_quote(a_subscription(periods=12), an_item(), Proration.RESET)
    assert (amounts(quote), quote.plan.begins_period) == ([-2058, 4187], False)


def test_a_period_that_a_planned_pause_waits_for_is_not_ended(a_subscription: ASubscription) -> None:
    planned, _ = schedule_pause(a_subscription(), by=CUSTOMER, resumes_at=NOW + timedelta(days=40))
    with pytest.raises(FoyerError) as refused:
        a_quote(planned, an_item(), Proration.RESET)
    assert refused.value.code == "pause_is_planned"
    assert amounts(a_quote(planned, an_item())) == [-2058, 4187]


def test_a_quote_is_valid_no_longer_than_its_period(a_subscription: ASubscription) -> None:
    now = PERIOD_END - timedelta(minutes=5)
    assert a_quote(a_subscription(), an_item(), now=now).expires_at == PERIOD_END


def test_a_quote_is_used_once_in_time_and_for_the_same_version(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    quote = a_quote(subscription, an_item())
    almost = NOW + timedelta(minutes=15) - timedelta(microseconds=1)
    used = use(quote, subscription, now=almost)
    assert used.used_at == almost
    for wrong, now, code in (
        (used, NOW, "quote_already_used"),
        (quote, NOW + timedelta(minutes=15), "quote_expired"),
        (replace(quote, subscription_version=0), NOW, "quote_outdated"),
    ):
        with pytest.raises(FoyerError) as refused:
            use(wrong, subscription, now=now)
        assert refused.value.code == code


def test_at_the_period_end_nothing_is_charged_for_the_change(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    quote = a_quote(subscription, an_item(900), timing=ChangeTiming.PERIOD_END)
    assert (amounts(quote), quote.effective_at, next_at(quote)) == ([], PERIOD_END, PERIOD_END)
    planned, change = schedule_plan_change(subscription, quote.plan, by=CUSTOMER)
    assert next_due(planned) == Due(PERIOD_END, Step.CHANGE_PLAN)
    assert next_amount(planned) == 900
    renewed = renew(change_plan_at_period_end(planned, quote.plan), zone=AMSTERDAM)
    assert total_of(renewed, lines_for(renewed, renewed.bought)) == Money(900, "EUR")
    assert renewed.current_period_start == PERIOD_END
    assert change.effective_at == PERIOD_END


def test_another_interval_is_counted_from_the_period_end(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    quote = a_quote(subscription, an_item(29_000), timing=ChangeTiming.PERIOD_END, interval=Interval.YEAR)
    renewed = renew(change_plan_at_period_end(subscription, quote.plan), zone=ZoneInfo("UTC"))
    assert renewed.current_period_end == PERIOD_END.replace(year=2027)
    assert renewed.bought.bought == renewed.bought.whole == 365 * 86_400


def test_a_pause_takes_the_planned_change_along(a_subscription: ASubscription) -> None:
    subscription = a_subscription()
    quote = a_quote(subscription, an_item(900), timing=ChangeTiming.PERIOD_END)
    planned, _ = schedule_plan_change(subscription, quote.plan, by=CUSTOMER)
    paused = pause_now(planned, by=CUSTOMER, resumes_at=NOW + timedelta(days=40), at=NOW)
    assert next_due(paused) == Due(NOW + timedelta(days=40), Step.RESUME)
    resumed = resume(paused, owes=False, zone=AMSTERDAM, at=NOW + timedelta(days=40))
    moved = PERIOD_END + timedelta(days=40)
    assert next_due(resumed) == Due(moved, Step.CHANGE_PLAN)
    change = resumed.waiting_of(ChangeKind.PLAN)
    assert change
    assert change.effective_at == moved


@pytest.mark.parametrize(
    ("now", "lapses_at"),
    [(NOW, NOW + timedelta(hours=24)), (PERIOD_END - timedelta(hours=1), PERIOD_END)],
)
def test_what_waits_to_be_paid_lapses_after_a_day_or_with_its_period(
    a_subscription: ASubscription, now: datetime, lapses_at: datetime
) -> None:
    subscription = a_subscription(collection=Collection.AUTOMATIC)
    quote = a_quote(subscription, an_item(), Proration.INVOICE_NOW, now=now)
    waiting, change = await_payment(
        subscription, quote.plan, effective_at=quote.effective_at, by=CUSTOMER, now=now
    )
    assert next_due(waiting) == Due(lapses_at, Step.LAPSE_PLAN_CHANGE)
    assert next_amount(waiting) == 2900
    assert change.plan
    assert can_still_happen(waiting, change, change.plan)
    lapsed = replace(change, state=ChangeState.LAPSED)
    as_it_was = waiting.with_change(lapsed)
    assert can_still_happen(as_it_was, lapsed, change.plan)
    renewed = renew(as_it_was, zone=AMSTERDAM)
    assert not can_still_happen(renewed, lapsed, change.plan)
    others = replace(as_it_was, items=(an_item(1),))
    assert not can_still_happen(others, lapsed, change.plan)
    assert not can_still_happen(as_it_was, replace(change, state=ChangeState.WITHDRAWN), change.plan)
    assert not can_still_happen(replace(as_it_was, status=Status.CANCELED), lapsed, change.plan)


@given(
    old=st.tuples(st.integers(0, 100_000), st.integers(1, 50)),
    new=st.tuples(st.integers(0, 100_000), st.integers(1, 50)),
    later=st.tuples(st.integers(0, 100_000), st.integers(1, 50)),
    currency=st.sampled_from(["EUR", "JPY"]),
    moments=st.tuples(*[st.integers(0, 31 * 86_400)] * 3).map(sorted),
)
def test_lines_add_up_to_the_difference_and_no_cent_is_lost(
    old: tuple[int, int], new: tuple[int, int], later: tuple[int, int], currency: str, moments: list[int]
) -> None:
    items = [an_item(amount, quantity, currency) for amount, quantity in (old, new, later)]
    begins = datetime(2026, 3, 1, tzinfo=UTC)
    paid = [items[0].amount.amount]
    subscription = begin_period(
        Subscription(
            id="sub_1",
            business_id=NORTHWIND,
            customer_id=ADA,
            status=Status.ACTIVE,
            items=(items[0],),
            interval=Interval.MONTH,
            interval_count=1,
            collection=Collection.INVOICE,
            started_at=begins,
            trial_ends_at=None,
            billing_anchor=begins,
            current_period_start=begins,
            current_period_end=begins,
        ),
        zone=UTC_ZONE,
        begins=begins,
    )
    for seconds, item in zip(moments, items[1:], strict=False):
        at = begins + timedelta(seconds=seconds)
        quote = a_quote(subscription, item, zone=UTC_ZONE, now=at)
        left = unused(subscription, at)
        worth = [
            total_of(subscription, lines_for(subscription, replace(left, items=(one,)))).amount
            for one in (subscription.items[0], item)
        ]
        assert sum(amounts(quote)) == worth[1] - worth[0]
        paid.append(sum(amounts(quote)))
        subscription = change_plan(subscription, quote.plan, zone=UTC_ZONE, at=at)
    end = begins + timedelta(seconds=moments[2])
    back = total_of(subscription, lines_for(subscription, unused(subscription, end))).amount
    # What is paid in the end is what each stretch costs at its own price.
    bounds = [0, moments[0], moments[1], moments[2]]
    used = sum(
        item.amount.share(until, 31 * 86_400).amount - item.amount.share(since, 31 * 86_400).amount
        for item, since, until in zip(items, bounds, bounds[1:], strict=False)
    )
    assert sum(paid) - back == used

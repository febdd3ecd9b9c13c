"""Quotes of changes that begin a period: a reset, another cycle, the end of a trial."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.basics.money import Money
from foyer_shared.testing.makers import NOW
from foyer_subscriptions.domain.change_plan import (
    change_plan,
)
from foyer_subscriptions.domain.pause import schedule_pause
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeDue, ChangeTiming, PlanChangeKind
from foyer_subscriptions.domain.plan_target import Target
from foyer_subscriptions.domain.policy import Proration, SelfServicePolicy, TrialChange
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.quote import PlanQuote, make_quote
from foyer_subscriptions.domain.renew import begin_period, renew
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    NOTHING_BOUGHT,
    Collection,
    Item,
    PausedBy,
    Subscription,
)

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


def next_at(quote: PlanQuote) -> datetime | None:
    """When it is charged again."""
    return quote.next.at if quote.next else None


def amounts(quote: PlanQuote) -> list[int]:
    """Of its lines."""
    return [line.amount.amount for line in quote.plan.lines]


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


def test_another_cycle_begins_now_whatever_the_proration(a_subscription: ASubscription) -> None:
    subscription = a_subscription(collection=Collection.AUTOMATIC)
    year = an_item(29_000)
    for proration in (Proration.PRORATE, Proration.INVOICE_NOW, Proration.RESET):
        quote = a_quote(subscription, year, proration, interval=Interval.YEAR)
        assert (amounts(quote), quote.plan.due) == ([-2058, 29_000], ChangeDue.NOW)
        assert next_at(quote) == datetime(2027, 3, 10, 9, 30, tzinfo=UTC)
    assert amounts(a_quote(subscription, year, Proration.NONE, interval=Interval.YEAR)) == [29_000]


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

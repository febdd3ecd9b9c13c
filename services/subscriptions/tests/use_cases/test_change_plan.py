"""Changing plans: what is stored, what is told, and what happens when several things happen at once."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.grant import GrantStatus, Source
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.plan import ChangeTiming
from foyer_subscriptions.domain.policy import PlanChangeTiming, Proration, TrialChange
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    ChangeState,
    Collection,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.rows import PendingChangeRow
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.update_price import update_price
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
CUSTOMER, BUSINESS = PausedBy.CUSTOMER, PausedBy.BUSINESS
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
PAID_FIRST = ALLOWED | {"proration": Proration.INVOICE_NOW}


pytestmark = pytest.mark.usefixtures("a_card")


async def test_prorated_it_changes_at_once_and_the_next_invoice_carries_the_difference(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    after = await plans.changed(subscription, price_id=team.id)
    assert (after.items[0].price_id, after.amount.amount) == (team.id, 5900)
    assert [line.amount.amount for line in after.carried] == [-1450, 2950]
    assert plans.next_amount(after) == 7400
    assert await plans.stored(subscription) == replace(after, changes=())
    renewed = await plans.advanced(subscription, PERIOD_END)
    assert renewed.carried == ()
    change, period = await plans.told()
    assert (change.type, period.type) == ("subscription.plan_changed", "subscription.period_started")
    assert (change.data["due"], change.data["kind"], plans.line_amounts(change)) == (
        "next_invoice",
        "upgrade",
        [-1450, 2950],
    )
    assert (change.data["before"]["amount"]["amount"], change.data["after"]["amount"]["amount"]) == (
        2900,
        5900,
    )
    assert plans.line_amounts(period) == [5900, -1450, 2950]
    assert {line["quote_id"] for line in period.data["lines"][1:]} == {change.data["quote_id"]}
    assert period.data["lines"][1]["period_start"] == HALF.isoformat().replace("+00:00", "Z")


async def test_more_seats_are_told_as_a_quantity(plans: Any, subscribed: Subscribed) -> None:
    subscription = await subscribed(**ALLOWED, proration=Proration.NONE)
    after = await plans.changed(subscription, quantity=5)
    assert (after.items[0].quantity, after.amount.amount, after.carried) == (5, 14_500, ())
    (event,) = await plans.told()
    assert (event.type, event.data["kind"], event.data["due"]) == (
        "subscription.quantity_changed",
        "quantity_change",
        "nothing",
    )


async def test_a_downgrade_waits_for_the_period_end_and_comes_before_the_renewal(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, basic = await subscribed(**ALLOWED), await a_price(amount=900)
    planned = await plans.changed(subscription, price_id=basic.id)
    assert (planned.amount.amount, plans.next_amount(planned)) == (2900, 900)
    # It was not sold any more by then: what was promised counts.
    async with database.work(an_origin()) as work:
        await update_price(work, basic.id, active=False)
    renewed = await plans.advanced(subscription, PERIOD_END)
    assert (renewed.amount.amount, renewed.waiting) == (900, ())
    scheduled, change, period = await plans.told()
    assert [event.type.removeprefix("subscription.") for event in (scheduled, change, period)] == [
        "plan_change_scheduled",
        "plan_changed",
        "period_started",
    ]
    assert (scheduled.data["effective_at"], change.data["effective_at"]) == (("2026-04-10T08:30:00Z",) * 2)
    assert (change.data["due"], change.data["lines"], plans.line_amounts(period)) == ("nothing", [], [900])
    assert change.data["change_id"] == scheduled.data["change_id"]


async def test_a_change_of_cycle_credits_the_month_and_begins_a_year(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED)
    year = await a_price(amount=29_000, interval=Interval.YEAR)
    await plans.changed(subscription, price_id=year.id)
    await plans.paid(subscription, now=HALF + timedelta(hours=1))
    after = await plans.stored(subscription)
    assert (after.interval, after.current_period_start) == (Interval.YEAR, HALF)
    assert after.current_period_end == HALF.replace(year=2027)
    requested, change, period = await plans.told()
    assert plans.line_amounts(requested) == plans.line_amounts(change) == [-1450, 29_000]
    # The lines of the change charge for the period.
    assert (period.data["reason"], period.data["change_id"], period.data["lines"]) == (
        "started",
        change.data["change_id"],
        [],
    )


@pytest.mark.parametrize("trial_change", list(TrialChange))
async def test_in_a_trial(
    plans: Any, subscribed: Subscribed, a_price: APrice, trial_change: TrialChange
) -> None:
    subscription = await subscribed(**ALLOWED, trial_days=14, trial_change=trial_change)
    team = await a_price(amount=5900)
    now = NOW + timedelta(days=3)
    await plans.changed(subscription, price_id=team.id, now=now)
    if trial_change is TrialChange.END_TRIAL:
        assert (await plans.stored(subscription)).status is Status.TRIALING
        await plans.paid(subscription, now=now)
        after = await plans.stored(subscription)
        assert (after.status, after.current_period_start, after.trial_ends_at) == (Status.ACTIVE, now, now)
        return
    after = await plans.stored(subscription)
    assert (after.status, after.amount.amount) == (Status.TRIALING, 5900)
    await plans.advanced(subscription, NOW + timedelta(days=14))
    change, _ending, period = await plans.told()
    assert (change.data["due"], change.data["lines"]) == ("nothing", [])
    assert (period.data["reason"], plans.line_amounts(period)) == ("trial_ended", [5900])


async def test_canceling_withdraws_what_waits_and_the_end_carries_what_was_still_to_be_invoiced(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team, basic = (
        await subscribed(**ALLOWED),
        await a_price(amount=5900),
        await a_price(amount=900),
    )
    await plans.changed(subscription, price_id=team.id)
    later = await plans.quoted(
        subscription, by=BUSINESS, customer_id=None, price_id=basic.id, when=ChangeTiming.PERIOD_END
    )
    await plans.confirm(subscription, later.id, customer_id=None)
    async with database.work(an_origin(customer_id=None, now=HALF)) as work:
        after, plan = await cancel_subscription(
            work, subscription.id, by=BUSINESS, when=CancelTiming.PERIOD_END
        )
    assert [change.kind for change in after.waiting] == [ChangeKind.CANCEL]
    assert plan.outstanding.amount == 1500
    ended = await plans.advanced(subscription, PERIOD_END)
    assert (ended.status, ended.carried) == (Status.CANCELED, ())
    events = await plans.told()
    assert [event.type.removeprefix("subscription.") for event in events] == [
        "plan_changed",
        "plan_change_scheduled",
        "plan_change_withdrawn",
        "cancellation_scheduled",
        "canceled",
    ]
    assert events[2].data["cause"] == "canceled"
    assert plans.line_amounts(events[-1]) == [-1450, 2950]


async def test_a_fixed_term_that_is_over_tells_what_was_still_to_be_invoiced(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED, periods=1), await a_price(amount=5900)
    await plans.changed(subscription, price_id=team.id)
    assert (await plans.advanced(subscription, PERIOD_END)).status is Status.COMPLETED
    assert plans.line_amounts((await plans.told())[-1]) == [-1450, 2950]


async def test_a_cancellation_that_comes_late_still_wins_over_the_planned_change(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, basic = await subscribed(**ALLOWED), await a_price(amount=900)
    await plans.changed(subscription, price_id=basic.id)
    async with database.work(an_origin(customer_id=ADA, now=PERIOD_END + timedelta(hours=1))) as work:
        after, _ = await cancel_subscription(work, subscription.id, by=CUSTOMER)
    assert after.amount.amount == 2900
    assert "plan_changed" not in await plans.types_told()
    assert "period_started" not in await plans.types_told()


async def test_a_planned_change_is_taken_back_by_whoever_made_it(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, basic = await subscribed(**ALLOWED), await a_price(amount=900)
    planned = await plans.changed(subscription, price_id=basic.id)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        kept = await withdraw_pending_change(work, subscription.id, planned.waiting[0].id, by=CUSTOMER)
    assert (kept.waiting, (await plans.told())[-1].data["cause"]) == ((), "withdrawn")
    made = await plans.quoted(
        subscription, by=BUSINESS, customer_id=None, price_id=basic.id, when=ChangeTiming.PERIOD_END
    )
    ours = await plans.confirm(subscription, made.id, customer_id=None)
    before = await plans.told()
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        with pytest.raises(FoyerError) as refused:
            await withdraw_pending_change(work, subscription.id, ours.waiting[0].id, by=CUSTOMER)
        assert refused.value.code == "paused_by_business"
    with pytest.raises(FoyerError) as refused:
        await plans.quoted(subscription, price_id=basic.id)
    assert refused.value.code == "business_schedule_pending"
    assert await plans.told() == before
    assert await plans.stored(subscription) == replace(ours, version=ours.version)


async def test_what_became_of_each_change_is_kept(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    await plans.changed(subscription, price_id=team.id)
    async with database.session() as session:
        (row,) = list(await session.scalars(select(PendingChangeRow)))
        assert (row.kind, row.state, row.effective_at) == (ChangeKind.PLAN, ChangeState.APPLIED, HALF)


async def test_the_customer_chooses_where_the_policy_says_so(
    plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED, plan_change_timing=PlanChangeTiming.CUSTOMER_CHOICE)
    basic = await a_price(amount=900)
    now = await plans.quoted(subscription, price_id=basic.id, when=ChangeTiming.NOW)
    # 1450 comes back and 450 is charged: less than nothing is due.
    assert (now.subtotal.amount, now.must_be_paid_first) == (-1000, False)
    later = await plans.quoted(subscription, price_id=basic.id, when=ChangeTiming.PERIOD_END)
    assert (later.subtotal.amount, later.effective_at) == (0, PERIOD_END)


async def test_what_the_old_plan_granted_goes_and_what_the_new_one_grants_comes(
    database: Database, plans: Any, subscribed: Subscribed, a_price: APrice
) -> None:
    link = (EntitlementKind.LINK, EntitlementTerms(url="https://join.example/{subscription_id}"))
    for policy, pays in ((ALLOWED, False), (PAID_FIRST, True)):
        subscription = await subscribed(**policy, entitlements=[link])
        team = await a_price(amount=5900, entitlements=[link])
        await plans.changed(subscription, price_id=team.id)
        if pays:
            await plans.paid(subscription)
        async with database.work(an_origin(customer_id=ADA)) as work:
            source = Source(subscription_id=subscription.id)
            grants = await Grants(work.session).list_page(work.scope, source, limit=10)
        assert {grant.product_id: grant.status for grant in grants} == {
            subscription.items[0].product_id: GrantStatus.REVOKED,
            team.product_id: GrantStatus.GRANTED,
        }

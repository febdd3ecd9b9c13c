"""A plan was changed after a cancellation had arrived that is heard of later: nothing of that is charged."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.declaration import Declaration
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.grant import GrantStatus, Source
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import CancellationMode, NoticePolicy, PlanChangeTiming, Proration
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.grants import Grants
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.apply_declaration import apply_declaration
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.settle_plan_change import settle_plan_change

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
CUSTOMER, BUSINESS = PausedBy.CUSTOMER, PausedBy.BUSINESS
ALLOWED: dict[str, Any] = {
    "collection": Collection.AUTOMATIC,
    "allow_upgrade": True,
    "allow_downgrade": True,
    "allow_cycle_change": True,
    "cancellation_mode": CancellationMode.PERIOD_END,
}
ARRIVAL = NOW + timedelta(days=5)
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)
HALF = PERIOD_END + timedelta(days=15)
"""The middle of the period that is voided."""


@pytest_asyncio.fixture(autouse=True)
async def a_card(database: Database) -> None:
    """Ada can pay."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )


async def changed(
    database: Database,
    subscription: Subscription,
    *,
    now: datetime = HALF,
    by: PausedBy = CUSTOMER,
    **asked: Any,
) -> Subscription:
    """Another plan is chosen; what the business chooses need not be paid first."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        quote = await quote_plan_change(work, subscription.id, AskedChange(**asked), by=by)
        return await confirm_plan_change(work, subscription.id, quote.id, for_customer=by is CUSTOMER)


async def pay(database: Database, subscription: Subscription) -> None:
    """The invoice of the change that waits."""
    (event,) = (event for event in await told(database) if event.type.endswith("change_requested"))
    invoice = InvoiceData(
        invoice_id="inv_1",
        number="NW-2026-00001",
        customer_id=ADA,
        subscription_id=subscription.id,
        change_id=event.data["change_id"],
        total=Amount(amount=1815, currency="EUR"),
        open=Amount(amount=0, currency="EUR"),
        issued_on=date(2026, 4, 25),
        due_on=date(2026, 4, 25),
    )
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        await settle_plan_change(work, invoice)


async def declare(
    database: Database,
    subscription: Subscription,
    *,
    arrival: datetime = ARRIVAL,
    now: datetime = HALF + timedelta(hours=1),
) -> Subscription:
    """What arrived before is heard of now, twice."""
    declaration = Declaration(id="dcl_1", number="NW-D-1001", received_at=arrival)
    for _ in range(2):
        async with database.work(an_origin(customer_id=ADA, now=now)) as work:
            await apply_declaration(work, subscription.id, declaration, declared_by=work.actor)
    async with database.work(an_origin()) as work:
        return await Subscriptions(work.session).get(work.scope, subscription.id)


async def told(database: Database) -> list[Envelope]:
    """What was announced of subscriptions."""
    return [event for event in await announced(database) if event.type.startswith("subscription.")]


def amounts(event: Envelope, lines: str = "lines") -> list[int]:
    """The amounts of an event's lines."""
    return [line["amount"]["amount"] for line in event.data[lines]]


async def voided(database: Database) -> list[tuple[bool, list[int]]]:
    """Of each thing that was voided: whether it is a change of plan, and what comes back."""
    return [
        (event.data["quote_id"] is not None, amounts(event))
        for event in await told(database)
        if event.type == "subscription.period_voided"
    ]


async def test_what_waited_for_the_next_invoice_is_never_charged(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    after = await changed(database, subscription, price_id=team.id)
    assert [line.amount.amount for line in after.carried] == [-1450, 2950]
    ended = await declare(database, subscription)
    assert (ended.status, ended.ended_at, ended.carried) == (Status.CANCELED, PERIOD_END, ())
    assert (ended.items, ended.amount.amount) == (subscription.items, 2900)
    *_, canceled = await told(database)
    assert (canceled.type, amounts(canceled), amounts(canceled, "credit_lines")) == (
        "subscription.canceled",
        [],
        [],
    )
    assert await voided(database) == [(True, []), (False, [2900])]


@pytest.mark.parametrize("by", [CUSTOMER, BUSINESS])
async def test_what_was_invoiced_at_once_comes_back_paid_first_or_not(
    database: Database, subscribed: Subscribed, a_price: APrice, by: PausedBy
) -> None:
    policy = ALLOWED | {"proration": Proration.INVOICE_NOW}
    subscription, team = await subscribed(**policy), await a_price(amount=5900)
    await changed(database, subscription, by=by, price_id=team.id)
    if by is CUSTOMER:
        await pay(database, subscription)
    ended = await declare(database, subscription)
    assert (ended.status, ended.ended_at, ended.items) == (Status.CANCELED, PERIOD_END, subscription.items)
    assert await voided(database) == [(True, [-1450, 2950]), (False, [2900])]
    plan_changed, *_ = (event for event in await told(database) if event.type.endswith("plan_changed"))
    change, _ = (event for event in await told(database) if event.type.endswith("period_voided"))
    assert change.data["quote_id"] == plan_changed.data["quote_id"]
    assert amounts((await told(database))[-1]) == []


async def test_a_cycle_that_began_a_period_comes_back_and_so_does_the_one_before(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED)
    yearly = await a_price(amount=29_000, interval=Interval.YEAR)
    after = await changed(database, subscription, by=BUSINESS, price_id=yearly.id)
    assert (after.interval, after.current_period_start) == (Interval.YEAR, HALF)
    ended = await declare(database, subscription)
    assert (ended.status, ended.ended_at, ended.interval) == (Status.CANCELED, PERIOD_END, Interval.MONTH)
    assert ended.billing_anchor == subscription.billing_anchor
    assert await voided(database) == [(True, [-1450, 29_000]), (False, [2900])]


async def test_what_a_cheaper_plan_gave_back_is_not_given_twice(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    """In the period of the arrival: €14.50 came back for a plan of €5.00, and then that plan is undone."""
    policy = ALLOWED | {"proration": Proration.INVOICE_NOW, "plan_change_timing": PlanChangeTiming.NOW}
    subscription, small = await subscribed(**policy), await a_price(amount=1000)
    half = NOW + (PERIOD_END - NOW) / 2
    await changed(database, subscription, now=half, price_id=small.id)
    after = await declare(database, subscription, now=half + timedelta(hours=1))
    assert (after.status, after.items) == (Status.ACTIVE, subscription.items)
    # Of the invoice the charge comes back, and the plan that goes on is charged for again.
    assert await voided(database) == [(True, [500])]
    assert [line.amount.amount for line in after.carried] == [1450]
    async with database.work(an_origin(customer_id=ADA, now=PERIOD_END)) as work:
        await advance_subscription(work, subscription.id)
    *_, canceled = await told(database)
    assert (canceled.type, amounts(canceled)) == ("subscription.canceled", [1450])


async def test_what_was_carried_to_the_voided_period_is_owed_to_the_cent(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription = await subscribed(**ALLOWED)
    team = await a_price(amount=5900, cancellation_mode=CancellationMode.PERIOD_END)
    half = NOW + (PERIOD_END - NOW) / 2
    await changed(database, subscription, now=half, price_id=team.id)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        await advance_subscription(work, subscription.id)
    ended = await declare(database, subscription, arrival=half + timedelta(hours=1))
    assert (ended.status, ended.ended_at, ended.items[0].price_id) == (Status.CANCELED, PERIOD_END, team.id)
    _, period, void, _, canceled = await told(database)
    assert (amounts(period), amounts(void)) == ([5900, -1450, 2950], [5900])
    # All of that invoice comes back, so that the change before it is charged by itself.
    assert amounts(canceled) == [-1450, 2950]


async def test_a_change_in_the_period_of_the_arrival_is_undone_too(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(**ALLOWED), await a_price(amount=5900)
    half = NOW + (PERIOD_END - NOW) / 2
    await changed(database, subscription, now=half, price_id=team.id)
    after = await declare(database, subscription, now=half + timedelta(hours=1))
    (cancel,) = after.waiting
    assert (after.items, after.carried, cancel.effective_at) == (subscription.items, (), PERIOD_END)
    assert await voided(database) == [(True, [])]


async def test_a_change_that_waited_for_the_period_s_end_is_undone_with_the_period_after_it(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    """The notice of 40 days began before the plan changed: the days until the end cost the old plan."""
    policy = ALLOWED | {
        "cancellation_mode": CancellationMode.REQUEST,
        "notice_policy": NoticePolicy.NOTICE,
        "notice_days": 40,
        "plan_change_timing": PlanChangeTiming.PERIOD_END,
    }
    subscription, team = await subscribed(**policy), await a_price(amount=5900)
    await changed(database, subscription, now=NOW + timedelta(days=2), price_id=team.id)
    async with database.work(an_origin(customer_id=ADA, now=HALF)) as work:
        renewed = await advance_subscription(work, subscription.id)
    assert (renewed.items[0].price_id, renewed.amount.amount) == (team.id, 5900)
    after = await declare(database, subscription)
    assert (after.items, after.interval, after.carried) == (subscription.items, subscription.interval, ())
    assert await voided(database) == [(False, [5900]), (True, [])]
    async with database.work(an_origin(customer_id=ADA, now=HALF + timedelta(hours=2))) as work:
        await advance_subscription(work, subscription.id)
    *_, period, canceled = await told(database)
    # Fourteen of the thirty days from 10 April on.
    assert (period.type, amounts(period)) == ("subscription.period_started", [1353])
    assert (canceled.type, amounts(canceled)) == ("subscription.canceled", [])


async def test_a_trial_that_a_change_ended_is_a_trial_again(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    subscription, team = await subscribed(trial_days=30, **ALLOWED), await a_price(amount=5900)
    after = await changed(
        database, subscription, now=ARRIVAL + timedelta(days=1), by=BUSINESS, price_id=team.id
    )
    assert after.status is Status.ACTIVE
    again = await declare(database, subscription, now=ARRIVAL + timedelta(days=2))
    (cancel,) = again.waiting
    assert (again.status, again.trial_ends_at, again.period_number) == (
        Status.TRIALING,
        subscription.trial_ends_at,
        0,
    )
    assert replace(again, changes=(), version=1) == replace(
        subscription, reminded_of=again.reminded_of, version=1
    )
    assert cancel.effective_at == subscription.trial_ends_at
    assert await voided(database) == [(True, [5900])]


async def test_what_the_new_plan_granted_is_taken_back(
    database: Database, subscribed: Subscribed, a_price: APrice
) -> None:
    goods = [(EntitlementKind.LINK, EntitlementTerms(url="https://northwind.example/brushes"))]
    subscription = await subscribed(**ALLOWED)
    team = await a_price(amount=5900, entitlements=goods)
    half = NOW + (PERIOD_END - NOW) / 2
    await changed(database, subscription, now=half, price_id=team.id)
    await declare(database, subscription, now=half + timedelta(hours=1))
    async with database.work(an_origin()) as work:
        source = Source(subscription_id=subscription.id)
        (grant,) = await Grants(work.session).list_page(work.scope, source, limit=10)
    assert grant.status is GrantStatus.REVOKED

"""Canceling, taking it back, and subscribing again: what is stored, and what is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.errors import FoyerError
from foyer_shared.contracts.invoicing import CustomerData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.actions import Action
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import CancellationMode, NoticePolicy, PauseTiming
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import (
    ChangeKind,
    Collection,
    CreditTo,
    PausedBy,
    Subscription,
)
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.offer_actions import offer_actions
from foyer_subscriptions.use_cases.pause_subscription import pause_subscription
from foyer_subscriptions.use_cases.remember_customer import remember_customer
from foyer_subscriptions.use_cases.resubscribe import resubscribe
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription
from foyer_subscriptions.use_cases.update_price import update_price
from foyer_subscriptions.use_cases.update_product import update_product
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change

Subscribed = Callable[..., Awaitable[Subscription]]
APrice = Callable[..., Awaitable[Price]]
AT_ONCE, AT_PERIOD_END = (
    {"cancellation_mode": mode} for mode in (CancellationMode.IMMEDIATE, CancellationMode.PERIOD_END)
)
PERIOD_END = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)


async def cancel(
    database: Database,
    subscription: Subscription,
    *,
    by: PausedBy = PausedBy.CUSTOMER,
    now: datetime = NOW,
    customer_id: str | None = ADA,
    business_id: str | None = None,
    **asked: Any,
) -> tuple[Subscription, Outlook]:
    """Ada cancels it."""
    origin = an_origin(business_id or subscription.business_id, customer_id=customer_id, now=now)
    async with database.work(origin) as work:
        return await cancel_subscription(work, subscription.id, by=by, **asked)


async def take_back(
    database: Database, subscription: Subscription, by: PausedBy = PausedBy.CUSTOMER, now: datetime = NOW
) -> Subscription:
    """Ada wants to keep it."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await withdraw_cancellation(work, subscription.id, by=by)


async def test_a_request_waits_for_its_notice_and_charges_the_last_days_only(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(notice_days=41)
    after, plan = await cancel(database, subscription, reason="unused", message="Too little time.")
    (change,) = after.waiting
    ends = datetime(2026, 4, 20, 8, 30, tzinfo=UTC)
    assert (after.status, change.kind, change.effective_at) == (Status.ACTIVE, ChangeKind.CANCEL, ends)
    # 10 of the 30 days from 10 April to 10 May.
    assert [(charge.at, charge.until, charge.amount.amount) for charge in plan.charges] == [
        (PERIOD_END, ends, 967)
    ]
    assert plan.comes_back.amount == 0
    (event,) = await announced(database)
    assert event.type == "subscription.cancellation_requested"
    assert {name: event.data[name] for name in ("mode", "reason", "message", "effective_at")} == {
        "mode": "request",
        "reason": "unused",
        "message": "Too little time.",
        "effective_at": "2026-04-20T08:30:00Z",
    }
    ended = await course.advanced(subscription, ends)
    assert (ended.status, ended.ended_at, ended.current_period_end) == (Status.CANCELED, ends, ends)
    _, begun, canceled = await announced(database)
    (line,) = begun.data["lines"]
    assert (begun.type, line["amount"]["amount"]) == ("subscription.period_started", 967)
    assert (line["proration_numerator"], line["proration_denominator"]) == (864_000, 2_592_000)
    assert (canceled.type, canceled.data["change_id"]) == ("subscription.canceled", change.id)
    assert (canceled.data["credit_lines"], canceled.data["credit_to"]) == ([], None)


async def test_at_the_period_s_end_nothing_more_is_charged(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    after, plan = await cancel(database, subscription)
    assert (after.waiting[0].effective_at, plan.charges, after.next_charge_at) == (PERIOD_END, (), None)
    assert (await course.advanced(subscription, PERIOD_END)).status is Status.CANCELED
    assert await course.all_told() == ["cancellation_scheduled", "canceled"]


async def test_at_once_the_unused_seconds_come_back(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(**AT_ONCE)
    half = NOW + (PERIOD_END - NOW) / 2
    after, plan = await cancel(database, subscription, now=half)
    assert (after.status, after.ended_at, after.waiting) == (Status.CANCELED, half, ())
    assert (plan.comes_back.amount, plan.charges) == (1450, ())
    (event,) = await announced(database)
    (line,) = event.data["credit_lines"]
    assert (event.type, event.data["mode"], event.data["cause"]) == (
        "subscription.canceled",
        "immediate",
        "requested",
    )
    assert (line["amount"]["amount"], event.data["credit_to"]) == (1450, "balance")


async def test_a_consumer_s_year_ends_after_a_month_and_the_rest_comes_back(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(
        interval=Interval.YEAR, backdated_to=datetime(2024, 12, 10, 9, 30, tzinfo=UTC), **AT_PERIOD_END
    )
    customer = CustomerData(customer_id=ADA, name="Ada", email="ada@example.com", language="en", country="NL")
    async with database.work(an_origin()) as work:
        await remember_customer(work, customer, version=1)
    _, plan = await cancel(database, subscription)
    # 244 of 365 days, an hour of them gained with summer time.
    assert plan.change.effective_at == PERIOD_END
    assert plan.change.cancellation is not None
    assert plan.change.cancellation.credit_to is CreditTo.REFUND
    assert plan.comes_back.amount == 1939
    await course.advanced(subscription, PERIOD_END)
    event = (await announced(database))[-1]
    assert (event.type, event.data["credit_to"]) == ("subscription.canceled", "refund")
    assert [line["amount"]["amount"] for line in event.data["credit_lines"]] == [1939]


async def test_what_is_received_before_the_run_is_not_charged(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_PERIOD_END)
    after, _ = await cancel(database, subscription, now=PERIOD_END + timedelta(seconds=9))
    assert (after.status, after.ended_at, after.period_number) == (Status.CANCELED, PERIOD_END, 1)
    assert await course.all_told() == ["canceled"]


async def test_a_trial_is_not_charged_either(database: Database, course: Any, subscribed: Subscribed) -> None:
    subscription = await subscribed(trial_days=14)
    after, _ = await cancel(database, subscription, now=NOW + timedelta(days=14, seconds=9))
    assert (after.status, after.ended_at) == (Status.CANCELED, NOW + timedelta(days=14))
    assert "period_started" not in await course.all_told()


async def test_it_hides_a_pause_and_a_resume(database: Database, course: Any, subscribed: Subscribed) -> None:
    planned, paused = [await subscribed(**AT_PERIOD_END) for _ in range(2)]
    back = NOW + timedelta(days=5)
    for subscription, when in ((planned, PauseTiming.PERIOD_END), (paused, PauseTiming.NOW)):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await pause_subscription(
                work,
                subscription.id,
                resumes_at=PERIOD_END + timedelta(days=5) if subscription is planned else back,
                when=when,
                by=PausedBy.CUSTOMER,
            )
    after, _ = await cancel(database, planned)
    assert [change.kind for change in after.waiting] == [ChangeKind.CANCEL]
    await cancel(database, paused)
    assert (await course.advanced(paused, back + timedelta(days=1))).status is Status.PAUSED
    with pytest.raises(errors.CancellationPending):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await resume_subscription(work, paused.id, by=PausedBy.CUSTOMER)
    # Taken back, the pause ends as of the day that was planned.
    await take_back(database, paused, now=back + timedelta(days=2))
    resumed = await course.advanced(paused, back + timedelta(days=2))
    assert (resumed.status, resumed.current_period_end) == (Status.ACTIVE, PERIOD_END + timedelta(days=5))
    assert await course.all_told() == [
        "pause_scheduled",
        "paused",
        "pause_withdrawn",
        "cancellation_scheduled",
        "cancellation_scheduled",
        "reactivated",
        "resumed",
    ]


@pytest.mark.parametrize(
    ("policy", "asked", "error"),
    [
        ({"allow_cancel": False}, {}, errors.CancelNotOffered),
        ({"allow_self_management": False}, {}, errors.CancelNotOffered),
        ({}, {"when": CancelTiming.NOW}, errors.CancellationTimingNotOffered),
        ({}, {"reason": "bored"}, errors.CancellationReasonUnknown),
        ({}, {"customer_id": "cus_another"}, errors.SubscriptionNotFound),
        ({}, {"business_id": CONTOSO}, errors.SubscriptionNotFound),
    ],
)
async def test_a_refused_cancellation_changes_nothing(
    database: Database,
    subscribed: Subscribed,
    policy: dict[str, Any],
    asked: dict[str, Any],
    error: type[FoyerError],
) -> None:
    subscription = await subscribed(**policy)
    with pytest.raises(error):
        await cancel(database, subscription, **asked)
    async with database.work(an_origin()) as work:
        assert await Subscriptions(work.session).get(work.scope, subscription.id) == subscription
    assert await announced(database) == []


async def test_a_second_one_is_a_conflict_but_staff_may_cancel_now(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed()
    await cancel(database, subscription)
    with pytest.raises(errors.CancellationAlreadyPending):
        await cancel(database, subscription)
    after, _ = await cancel(database, subscription, by=PausedBy.BUSINESS, when=CancelTiming.NOW)
    assert (after.status, after.waiting) == (Status.CANCELED, ())
    with pytest.raises(errors.SubscriptionAlreadyEnded):
        await cancel(database, subscription)
    assert await course.all_told() == ["cancellation_requested", "canceled"]


async def test_two_at_once_are_one(database: Database, course: Any, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    outcomes = await asyncio.gather(
        *(cancel(database, subscription) for _ in range(2)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["CancellationAlreadyPending", "tuple"]
    assert await course.all_told() == ["cancellation_requested"]


@pytest.mark.parametrize("renewal_first", [True, False])
async def test_a_renewal_and_a_cancellation_share_a_lock(
    database: Database, course: Any, subscribed: Subscribed, renewal_first: bool
) -> None:
    subscription = await subscribed(now=real_now() - timedelta(days=32), **AT_PERIOD_END)
    work = [cancel(database, subscription, now=real_now()), advance_due_subscriptions(database)]
    if renewal_first:
        await advance_due_subscriptions(database)
    await asyncio.gather(*work)
    after = await course.advanced(subscription, real_now())
    types = await course.all_told()
    if renewal_first:
        assert types == ["period_started", "cancellation_scheduled"]
    else:
        # Whoever had the lock first: never is a period charged that begins after it ended.
        assert types in (["canceled"], ["period_started", "cancellation_scheduled"])
    assert after.period_number == (1 if types == ["canceled"] else 2)


@pytest.mark.parametrize(
    ("policy", "event"), [({}, "cancellation_withdrawn"), (AT_PERIOD_END, "reactivated")]
)
async def test_it_is_taken_back_until_its_date(
    database: Database, course: Any, subscribed: Subscribed, policy: dict[str, Any], event: str
) -> None:
    subscription = await subscribed(**policy)
    with pytest.raises(errors.NoCancellationPending):
        await take_back(database, subscription)
    await cancel(database, subscription)
    kept = await take_back(database, subscription)
    assert (kept.waiting, kept.next_charge_at) == ((), PERIOD_END)
    after, _ = await cancel(database, subscription)
    async with database.work(an_origin(customer_id=ADA)) as work:
        await withdraw_pending_change(work, subscription.id, after.waiting[0].id, by=PausedBy.CUSTOMER)
    assert (await course.all_told())[1::2] == [event] * 2


async def test_taken_back_in_its_shortened_period_the_rest_follows(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(notice_days=41, notice_policy=NoticePolicy.NOTICE)
    await cancel(database, subscription)
    await take_back(database, subscription, now=PERIOD_END + timedelta(days=1))
    after = await course.advanced(subscription, PERIOD_END + timedelta(days=10))
    assert (after.current_period_end, after.period_number) == (datetime(2026, 5, 10, 8, 30, tzinfo=UTC), 2)
    charged = [
        line["amount"]["amount"]
        for event in await announced(database)
        for line in event.data.get("lines", ())
    ]
    assert charged == [967, 1933]


async def test_who_may_not_take_it_back(database: Database, subscribed: Subscribed) -> None:
    of_policy, of_business = await subscribed(allow_reactivate=False), await subscribed()
    await cancel(database, of_policy)
    await cancel(database, of_business, by=PausedBy.BUSINESS)
    before = await announced(database)
    with pytest.raises(errors.ReactivationNotOffered):
        await take_back(database, of_policy)
    with pytest.raises(errors.PausedByBusiness):
        await take_back(database, of_business)
    assert await announced(database) == before
    for subscription in (of_policy, of_business):
        assert (await take_back(database, subscription, PausedBy.BUSINESS)).waiting == ()


@pytest.mark.parametrize("toggle", ["allow_self_management", "allow_reactivate"])
async def test_who_may_not_come_back_is_refused_behind_the_button(
    database: Database, subscribed: Subscribed, toggle: str
) -> None:
    ended, pending = await subscribed(**AT_ONCE, **{toggle: False}), await subscribed(**{toggle: False})
    for one in (ended, pending):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await cancel_subscription(work, one.id, by=PausedBy.BUSINESS)
    before = await announced(database)
    with pytest.raises(errors.ReactivationNotOffered):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await resubscribe(work, ended.id, by=PausedBy.CUSTOMER)
    with pytest.raises(errors.ReactivationNotOffered):
        async with database.work(an_origin(customer_id=ADA)) as work:
            await withdraw_cancellation(work, pending.id, by=PausedBy.CUSTOMER)
    assert await announced(database) == before


@pytest.mark.parametrize("unsold", ["price", "product"])
async def test_what_is_sold_no_more_has_no_button_to_subscribe_again(
    database: Database, subscribed: Subscribed, unsold: str
) -> None:
    subscription = await subscribed(**AT_ONCE)
    await cancel(database, subscription)

    async def buttons() -> tuple[Action, ...]:
        async with database.work(an_origin(customer_id=ADA)) as work:
            ended = await Subscriptions(work.session).get(work.scope, subscription.id)
            (own,) = await offer_actions(work, [ended])
            return own.actions

    assert await buttons() == (Action.RESUBSCRIBE,)
    item = subscription.items[0]
    async with database.work(an_origin()) as work:
        if unsold == "price":
            await update_price(work, item.price_id, active=False)
        else:
            await update_product(
                work, item.product_id, changes={"active": False}, self_service={}, billing={}
            )
    assert await buttons() == ()


async def test_the_business_subscribes_whoever_has_a_card_again_at_once(
    database: Database, subscribed: Subscribed
) -> None:
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )
    subscription = await subscribed(**AT_ONCE, collection=Collection.AUTOMATIC)
    await cancel(database, subscription)
    async with database.work(an_origin()) as work:
        renewed = await resubscribe(work, subscription.id, by=PausedBy.BUSINESS)
    assert renewed.status is Status.ACTIVE


async def test_an_ended_one_is_subscribed_to_again_once(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**AT_ONCE)

    async def again(by: PausedBy = PausedBy.CUSTOMER) -> Subscription:
        async with database.work(an_origin(customer_id=ADA)) as work:
            return await resubscribe(work, subscription.id, by=by)

    with pytest.raises(errors.SubscriptionNotEnded):
        await again()
    await cancel(database, subscription)
    renewed = await again()
    assert (renewed.status, renewed.resubscribed_from) == (Status.ACTIVE, subscription.id)
    assert (renewed.items, renewed.collection) == (subscription.items, Collection.INVOICE)
    with pytest.raises(errors.AlreadyResubscribed):
        await again()
    await cancel(database, renewed)
    async with database.work(an_origin()) as work:
        product_id = subscription.items[0].product_id
        await update_product(
            work, product_id, changes={}, self_service={"allow_reactivate": False}, billing={}
        )
    with pytest.raises(errors.ReactivationNotOffered):
        await again()
    async with database.work(an_origin()) as work:
        await update_product(work, product_id, changes={"active": False}, self_service={}, billing={})
    with pytest.raises(errors.PriceNotSold):
        await again(PausedBy.BUSINESS)
    assert await course.all_told() == [
        "canceled",
        "created",
        "period_started",
        "canceled",
        *["product.updated"] * 2,
    ]


async def test_the_change_is_stored_with_its_words(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    after, plan = await cancel(database, subscription, reason="other", message="So long.")
    async with database.work(an_origin()) as work:
        stored = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert stored.waiting == (plan.change,)
    assert stored == replace(after, changes=stored.changes)


@pytest.mark.parametrize(
    "modes",
    [
        (CancellationMode.IMMEDIATE, CancellationMode.PERIOD_END),
        (CancellationMode.PERIOD_END, CancellationMode.IMMEDIATE),
    ],
)
async def test_of_several_products_the_first_one_s_mode_binds_and_each_may_forbid(
    database: Database, a_price: APrice, modes: tuple[CancellationMode, CancellationMode]
) -> None:
    # Whichever was made first, and lies first in its table.
    second, first = [await a_price(cancellation_mode=mode) for mode in reversed(modes)]
    forbidden = await a_price(allow_cancel=False)

    async def with_items(*prices: Price) -> Subscription:
        async with database.work(an_origin(customer_id=ADA)) as work:
            return await create_subscription(
                work,
                customer_id=ADA,
                items=[(price.id, 1) for price in prices],
                terms=Terms(collection=Collection.INVOICE),
            )

    canceled, _ = await cancel(database, await with_items(first, second))
    ends_now = canceled.status is Status.CANCELED
    assert ends_now == (modes[0] is CancellationMode.IMMEDIATE)
    with pytest.raises(errors.CancelNotOffered):
        await cancel(database, await with_items(first, forbidden))

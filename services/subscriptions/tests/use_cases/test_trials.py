"""Trials end and mandates lapse by themselves."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.billing_policy import BillingPolicy, WithoutMethod
from foyer_subscriptions.domain.errors import MethodNeeded
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.use_cases.remember_payment_method import remember_payment_method
from foyer_subscriptions.use_cases.resume_subscription import resume_subscription

Subscribed = Callable[..., Awaitable[Subscription]]
TRIAL = 14
OVER = NOW + timedelta(days=TRIAL)


async def add_a_method(database: Database, now: datetime) -> None:
    """Ada can be collected from."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        await remember_payment_method(work, payment_method_id="pm_1", customer_id=ADA, kind="card", version=1)


async def test_the_end_is_announced_three_days_ahead_and_once(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(trial_days=TRIAL)
    await course.advanced(subscription, OVER - timedelta(days=3, seconds=1))
    assert await course.all_told() == []
    for seconds in (0, 1):
        await course.advanced(subscription, OVER - timedelta(days=3) + timedelta(seconds=seconds))
    (event,) = await announced(database)
    assert (event.type, event.data["trial_ends_at"]) == (
        "subscription.trial_ending",
        "2026-03-24T09:30:00Z",
    )


async def test_a_short_trial_is_announced_to_end_when_it_begins(course: Any, subscribed: Subscribed) -> None:
    subscription = await subscribed(trial_days=2)
    await course.advanced(subscription, NOW)
    assert await course.all_told() == ["trial_ending"]


@pytest.mark.parametrize("collection", list(Collection))
async def test_with_a_way_to_be_paid_billing_begins(
    database: Database, course: Any, subscribed: Subscribed, collection: Collection
) -> None:
    subscription = await subscribed(trial_days=TRIAL, collection=collection)
    if collection is Collection.AUTOMATIC:
        await add_a_method(database, NOW)
    after = await course.advanced(subscription, OVER)
    assert (after.status, after.period_number, after.current_period_start) == (Status.ACTIVE, 1, OVER)
    assert await course.all_told() == ["trial_ending", "period_started"]
    begun = (await announced(database))[-1]
    assert (begun.data["reason"], begun.data["period_end"]) == ("trial_ended", "2026-04-24T08:30:00Z")


async def test_without_one_it_is_past_due(course: Any, subscribed: Subscribed) -> None:
    subscription = await subscribed(trial_days=TRIAL, collection=Collection.AUTOMATIC)
    assert (await course.advanced(subscription, OVER)).status is Status.PAST_DUE
    assert await course.all_told() == ["trial_ending", "period_started"]


async def test_without_one_it_is_canceled_by_policy(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    policy = BillingPolicy(trial_end_without_method=WithoutMethod.CANCEL)
    subscription = await subscribed(trial_days=TRIAL, collection=Collection.AUTOMATIC, billing=policy)
    after = await course.advanced(subscription, OVER + timedelta(hours=1))
    assert (after.status, after.ended_at) == (Status.CANCELED, OVER)
    event = (await announced(database))[-1]
    assert (event.type, event.data["cause"]) == ("subscription.canceled", "trial_ended")


async def test_without_one_it_is_paused_by_policy_until_there_is_one(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    policy = BillingPolicy(trial_end_without_method=WithoutMethod.PAUSE)
    subscription = await subscribed(trial_days=TRIAL, collection=Collection.AUTOMATIC, billing=policy)
    assert (await course.advanced(subscription, OVER)).status is Status.PAUSED
    with pytest.raises(MethodNeeded):
        async with database.work(an_origin(customer_id=ADA, now=OVER)) as work:
            await resume_subscription(work, subscription.id, by=PausedBy.CUSTOMER)
    later = OVER + timedelta(days=6)
    await add_a_method(database, later)
    after = await course.advanced(subscription, later)
    assert (after.status, after.current_period_start) == (Status.ACTIVE, later)
    assert await course.all_told() == ["trial_ending", "paused", "resumed", "period_started"]


async def test_what_waits_for_a_mandate_lapses_after_the_policy_s_days(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    policy = BillingPolicy(mandate_days=10)
    subscription = await subscribed(collection=Collection.AUTOMATIC, billing=policy)
    before = await course.advanced(subscription, NOW + timedelta(days=10, seconds=-1))
    assert before.status is Status.PENDING_MANDATE
    after = await course.advanced(subscription, NOW + timedelta(days=11))
    assert (after.status, after.ended_at) == (Status.CANCELED, NOW + timedelta(days=10))
    (event,) = await announced(database)
    assert (event.type, event.data["cause"]) == ("subscription.canceled", "mandate_lapsed")

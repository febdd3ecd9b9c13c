"""A consumer withdraws from a contract: it ends at once, all of it comes back, and only in time."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.declaration import Declaration, Terms
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.storage.rows import CustomerRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.hear_declaration import hear_declaration

Subscribed = Callable[..., Awaitable[Subscription]]
LAST_MOMENT = datetime(2026, 3, 24, 22, 59, 59, tzinfo=UTC)
"""Of the fourteenth day after 10 March, in Amsterdam."""


def declared(at: datetime = NOW + timedelta(days=5), **terms: Any) -> Declaration:
    """What was declared without signing in, by somebody who is known by address and number."""
    return Declaration(
        id="dcl_1",
        number="NW-D-1001",
        received_at=at,
        is_withdrawal=True,
        terms=Terms(by_right=True, **terms),
    )


async def hear(database: Database, subscription: Subscription, declaration: Declaration) -> None:
    """The event arrives, twice."""
    for _ in range(2):
        async with database.work(an_origin(customer_id=ADA, now=declaration.received_at)) as work:
            await hear_declaration(work, subscription.id, declaration, declared_by=an_origin().actor)


async def read(database: Database, subscription: Subscription) -> Subscription:
    """As it is stored."""
    async with database.work(an_origin()) as work:
        return await Subscriptions(work.session).get(work.scope, subscription.id)


@pytest.mark.parametrize("at", [NOW, NOW + timedelta(days=5), LAST_MOMENT])
async def test_it_ends_at_once_and_every_charge_is_voided(
    database: Database, subscribed: Subscribed, at: datetime
) -> None:
    subscription = await subscribed(cancellation_mode=CancellationMode.REQUEST, allow_cancel=False)
    await hear(database, subscription, declared(at))
    after = await read(database, subscription)
    assert (after.status, after.ended_at, after.waiting) == (Status.CANCELED, at, ())
    voided, canceled = await announced(database)
    assert (voided.type, canceled.type) == ("subscription.period_voided", "subscription.canceled")
    (line,) = voided.data["lines"]
    assert line["amount"]["amount"] == subscription.amount.amount
    assert (voided.data["period_start"], voided.data["declaration_id"]) == ("2026-03-10T09:30:00Z", "dcl_1")
    named = ("is_withdrawal", "receipt_number", "credit_lines", "lines", "usage_lines", "mode")
    assert [canceled.data.get(name) for name in named] == [True, "NW-D-1001", [], [], [], "immediate"]


async def test_a_second_period_comes_back_too(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(interval=Interval.WEEK)
    async with database.work(an_origin(customer_id=ADA, now=NOW + timedelta(days=8))) as work:
        await advance_subscription(work, subscription.id)
    await hear(database, subscription, declared(NOW + timedelta(days=9)))
    *_, started, second, first, canceled = await announced(database)
    assert [event.type.removeprefix("subscription.") for event in (started, second, first, canceled)] == [
        "period_started",
        "period_voided",
        "period_voided",
        "canceled",
    ]
    starts = [event.data["period_start"] for event in (started, second, first)]
    assert starts == ["2026-03-17T09:30:00Z", "2026-03-17T09:30:00Z", "2026-03-10T09:30:00Z"]


async def test_a_trial_that_nothing_was_charged_for_just_ends(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(trial_days=14)
    await hear(database, subscription, declared())
    assert [event.type for event in await announced(database)] == ["subscription.canceled"]


@pytest.mark.parametrize(
    ("declaration", "is_company", "code"),
    [
        (declared(LAST_MOMENT + timedelta(seconds=1)), False, "withdrawal_period_over"),
        (declared(), True, "withdrawal_for_consumers_only"),
        (declared(proven=False), False, "cancellation_not_proven"),
    ],
)
async def test_what_is_no_right_is_refused_and_changes_nothing(
    database: Database, subscribed: Subscribed, declaration: Declaration, is_company: bool, code: str
) -> None:
    subscription = await subscribed()
    async with database.session() as session:
        await session.merge(
            CustomerRow(
                id=ADA, version=1, business_id=subscription.business_id, company=is_company, country="NL"
            )
        )
    await hear(database, subscription, declaration)
    (event,) = await announced(database)
    assert (event.type, event.data["code"]) == ("subscription.cancellation_refused", code)
    assert await read(database, subscription) == subscription

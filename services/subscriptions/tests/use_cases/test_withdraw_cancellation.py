"""A cancellation is taken back until its date, by who may."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.outlook import Outlook
from foyer_subscriptions.domain.policy import CancellationMode, NoticePolicy
from foyer_subscriptions.domain.subscription import (
    PausedBy,
    Subscription,
)
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.withdraw_cancellation import withdraw_cancellation
from foyer_subscriptions.use_cases.withdraw_pending_change import withdraw_pending_change

Subscribed = Callable[..., Awaitable[Subscription]]
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


async def advanced(database: Database, subscription: Subscription, now: datetime) -> Subscription:
    """It as it is then."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await advance_subscription(work, subscription.id)


async def take_back(
    database: Database, subscription: Subscription, by: PausedBy = PausedBy.CUSTOMER, now: datetime = NOW
) -> Subscription:
    """Ada wants to keep it."""
    async with database.work(an_origin(customer_id=ADA, now=now)) as work:
        return await withdraw_cancellation(work, subscription.id, by=by)


async def told(database: Database) -> list[str]:
    """The types of all that was announced."""
    return [event.type.removeprefix("subscription.") for event in await announced(database)]


@pytest.mark.parametrize(
    ("policy", "event"), [({}, "cancellation_withdrawn"), (AT_PERIOD_END, "reactivated")]
)
async def test_it_is_taken_back_until_its_date(
    database: Database, subscribed: Subscribed, policy: dict[str, Any], event: str
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
    assert (await told(database))[1::2] == [event] * 2


async def test_taken_back_in_its_shortened_period_the_rest_follows(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(notice_days=41, notice_policy=NoticePolicy.NOTICE)
    await cancel(database, subscription)
    await take_back(database, subscription, now=PERIOD_END + timedelta(days=1))
    after = await advanced(database, subscription, PERIOD_END + timedelta(days=10))
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

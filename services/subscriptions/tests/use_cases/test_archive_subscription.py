"""The business puts away what has ended, and its customer sees it no more."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.archive_subscription import archive_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.resubscribe import resubscribe

Subscribed = Callable[..., Awaitable[Subscription]]


async def ended(database: Database, subscription: Subscription) -> Subscription:
    """It after a cancellation at once."""
    async with database.work(an_origin()) as work:
        canceled, _ = await cancel_subscription(
            work, subscription.id, by=PausedBy.BUSINESS, when=CancelTiming.NOW
        )
        return canceled


async def archived(
    database: Database, subscription: Subscription, *, to: bool = True, business_id: str | None = None
) -> str:
    """The code of the refusal, or nothing."""
    try:
        async with database.work(an_origin(business_id or subscription.business_id)) as work:
            await archive_subscription(work, subscription.id, archived=to)
    except FoyerError as refusal:
        return refusal.code
    return ""


async def test_what_has_ended_is_archived_and_shown_again_once(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await ended(database, await subscribed())
    for to in (True, True, False, False):
        assert await archived(database, subscription, to=to) == ""
    after = await course.stored(subscription)
    assert after == replace(subscription, changes=(), version=subscription.version + 2)
    canceled, *updated = await announced(database)
    assert canceled.data["subscription"]["archived"] is False
    assert [(event.type, event.data["subscription"]["archived"]) for event in updated] == [
        ("subscription.updated", True),
        ("subscription.updated", False),
    ]
    assert [event.subjectversion for event in updated] == [after.version - 1, after.version]


async def test_what_is_completed_is_archived_too(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await subscribed(periods=1)
    async with database.work(an_origin(now=subscription.current_period_end)) as work:
        completed = await advance_subscription(work, subscription.id)
    assert completed.status is Status.COMPLETED
    assert await archived(database, subscription) == ""
    assert (await course.stored(subscription)).archived


@pytest.mark.parametrize("terms", [{}, {"trial_days": 14}])
async def test_what_goes_on_is_not_archived(
    database: Database, course: Any, subscribed: Subscribed, terms: dict[str, int]
) -> None:
    subscription = await subscribed(**terms)
    assert await archived(database, subscription) == "not_ended_to_archive"
    assert (await course.stored(subscription), await announced(database)) == (subscription, [])
    assert await archived(database, subscription, to=False) == ""
    assert (await course.stored(subscription), await announced(database)) == (subscription, [])


async def test_another_s_is_not_there(database: Database, course: Any, subscribed: Subscribed) -> None:
    subscription = await ended(database, await subscribed())
    assert await archived(database, subscription, business_id=CONTOSO) == "subscription_not_found"
    assert not (await course.stored(subscription)).archived


async def test_the_business_takes_an_archived_one_up_again_and_the_customer_does_not(
    database: Database, course: Any, subscribed: Subscribed
) -> None:
    subscription = await ended(database, await subscribed())
    await archived(database, subscription)
    with pytest.raises(FoyerError) as refusal:
        async with database.work(an_origin(customer_id=ADA)) as work:
            await resubscribe(work, subscription.id, by=PausedBy.CUSTOMER)
    assert refusal.value.code == "subscription_not_found"
    async with database.work(an_origin(now=NOW)) as work:
        assert len(await Subscriptions(work.session).list_page(work.scope, limit=5)) == 1
        again = await resubscribe(work, subscription.id, by=PausedBy.BUSINESS)
    assert (again.resubscribed_from, again.archived) == (subscription.id, False)
    assert (await course.stored(subscription)).archived

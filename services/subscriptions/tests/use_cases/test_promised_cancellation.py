"""What the confirmation page showed is what happens, whatever came between the page and the click."""

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.custom_fields import Editor
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.errors import CancellationChanged
from foyer_subscriptions.domain.policy import CancellationMode, NoticePolicy
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import LinkedService, PausedBy, Subscription
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.read_cancellation import read_cancellation
from foyer_subscriptions.use_cases.update_product import update_product
from foyer_subscriptions.use_cases.update_subscription import update_subscription

Subscribed = Callable[..., Awaitable[Subscription]]
IMMEDIATE = {"cancellation_mode": CancellationMode.IMMEDIATE}
AT_END = {"cancellation_mode": CancellationMode.PERIOD_END}
NOTICE = {"notice_policy": NoticePolicy.NOTICE, "notice_days": 40}


async def shown(database: Database, subscription: Subscription, *, at: datetime) -> Promise:
    """What the page promises Ada then, as its form carries it."""
    async with database.work(an_origin(customer_id=ADA, now=at)) as work:
        one = await Subscriptions(work.session).get(work.scope, subscription.id)
        plan = await read_cancellation(work, one, by=PausedBy.CUSTOMER)
        return Promise.parse(str(Promise.of(one, plan, now=at)))


async def confirmed(
    database: Database, subscription: Subscription, promise: Promise, *, at: datetime
) -> Subscription:
    """The click."""
    async with database.work(an_origin(customer_id=ADA, now=at)) as work:
        canceled, _ = await cancel_subscription(work, subscription.id, by=PausedBy.CUSTOMER, promise=promise)
    return canceled


async def test_what_comes_back_is_what_was_shown_to_the_cent(
    database: Database, subscribed: Subscribed
) -> None:
    subscription = await subscribed(**IMMEDIATE)
    page = NOW + timedelta(days=10, milliseconds=700)
    promise = await shown(database, subscription, at=page)
    ended = await confirmed(database, subscription, promise, at=page + timedelta(minutes=59))
    assert (ended.status, ended.ended_at) == (Status.CANCELED, NOW + timedelta(days=10))
    (event,) = await announced(database)
    assert [line["amount"]["amount"] for line in event.data["credit_lines"]] == [1963]


@pytest.mark.parametrize(
    ("policy", "later", "ends"),
    [
        # The notice counts from the page.
        (NOTICE, timedelta(minutes=40), NOW + timedelta(days=40, hours=-1)),
        # What does not depend on the moment is as true tomorrow.
        (AT_END, timedelta(days=1), NOW + timedelta(days=31, hours=-1)),
    ],
)
async def test_what_still_holds_is_done(
    database: Database, subscribed: Subscribed, policy: dict[str, Any], later: timedelta, ends: datetime
) -> None:
    subscription = await subscribed(**policy)
    promise = await shown(database, subscription, at=NOW)
    canceled = await confirmed(database, subscription, promise, at=NOW + later)
    assert [change.effective_at for change in canceled.waiting] == [ends]


async def test_a_renewal_between_the_page_and_the_click_shows_it_again(
    database: Database, subscribed: Subscribed
) -> None:
    for policy in (IMMEDIATE, AT_END, NOTICE):
        subscription = await subscribed(**policy)
        ends = subscription.current_period_end
        promise = await shown(database, subscription, at=ends - timedelta(minutes=1))
        async with database.work(an_origin(now=ends)) as work:
            renewed = await advance_subscription(work, subscription.id)
        with pytest.raises(CancellationChanged):
            await confirmed(database, subscription, promise, at=ends + timedelta(minutes=1))
        async with database.work(an_origin()) as work:
            assert await Subscriptions(work.session).get(work.scope, subscription.id) == renewed
        assert [event.type for event in await announced(database)] == ["subscription.period_started"]
        # The page that is shown again promises what happens.
        again = await shown(database, subscription, at=ends + timedelta(minutes=2))
        await confirmed(database, subscription, again, at=ends + timedelta(minutes=3))
        async with database.session() as session:
            await session.execute(database.tables.outbox.delete())


@pytest.mark.parametrize("policy", [IMMEDIATE, NOTICE])
@pytest.mark.parametrize("later", [timedelta(hours=2), timedelta(minutes=-5)])
async def test_what_was_shown_long_ago_or_never_is_shown_again(
    database: Database, subscribed: Subscribed, policy: dict[str, Any], later: timedelta
) -> None:
    subscription = await subscribed(**policy)
    page = NOW + timedelta(days=2)
    promise = await shown(database, subscription, at=page)
    with pytest.raises(CancellationChanged):
        await confirmed(database, subscription, promise, at=page + later)
    async with database.work(an_origin()) as work:
        assert await Subscriptions(work.session).get(work.scope, subscription.id) == subscription
    assert await announced(database) == []


async def test_another_policy_or_service_shows_it_again(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed(**AT_END)
    promise = await shown(database, subscription, at=NOW)
    domain = LinkedService(name="ada.example", url="https://dns.example")
    async with database.work(an_origin()) as work:
        await update_subscription(
            work, subscription.id, linked_services=[domain], custom_fields={}, by=Editor.BUSINESS
        )
    with pytest.raises(CancellationChanged):
        await confirmed(database, subscription, promise, at=NOW)
    promise = await shown(database, subscription, at=NOW)
    async with database.work(an_origin()) as work:
        product_id = subscription.items[0].product_id
        await update_product(work, product_id, changes={}, self_service=IMMEDIATE, billing={})
    with pytest.raises(CancellationChanged):
        await confirmed(database, subscription, promise, at=NOW)

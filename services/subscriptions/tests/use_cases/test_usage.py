"""Usage of metered prices: taken down once, counted in the period that ends, and never lost."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain import errors
from foyer_subscriptions.domain.cancel import CancelTiming
from foyer_subscriptions.domain.pricing import UsageType
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.domain.usage import UsagePeriod, UsageRecord
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.read_usage import read_usage
from foyer_subscriptions.use_cases.record_usage import record_usage

Subscribed = Callable[..., Awaitable[Subscription]]
METERED = {"usage_type": UsageType.METERED, "included_units": 100}
RENEWS = datetime(2026, 4, 10, 8, 30, tzinfo=UTC)


async def use(
    database: Database, subscription: Subscription, quantity: int, *, key: str = "k1", **how: Any
) -> UsageRecord:
    """Take down a record."""
    now = how.pop("now", NOW)
    async with database.work(an_origin(how.pop("business_id", subscription.business_id), now=now)) as work:
        return await record_usage(
            work,
            subscription.id,
            price_id=how.pop("price_id", None),
            quantity=quantity,
            key=key,
            used_at=how.pop("used_at", None),
        )


async def seen(database: Database, subscription: Subscription) -> tuple[tuple[UsagePeriod, ...], ...]:
    """What runs, and what is past."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        one = await Subscriptions(work.session).get(work.scope, subscription.id)
        usage = await read_usage(work, one)
        return usage.current, usage.past


async def pass_to(database: Database, subscription: Subscription, now: datetime) -> None:
    """Do what is due by then."""
    async with database.work(an_origin(now=now)) as work:
        await advance_subscription(work, subscription.id)


@pytest.fixture
def metered(subscribed: Subscribed) -> Callable[..., Awaitable[Subscription]]:
    """Subscribes Ada to €0.10 a unit, 100 included."""

    async def make(**terms: Any) -> Subscription:
        return await subscribed(amount=10, pricing=METERED, **terms)

    return make


async def test_what_was_used_is_billed_with_the_next_period(database: Database, metered: Subscribed) -> None:
    subscription = await metered()
    await use(database, subscription, 90)
    await use(database, subscription, 60, key="k2", used_at=RENEWS - timedelta(seconds=1), now=RENEWS)
    await use(database, subscription, 7, key="k3", used_at=RENEWS, now=RENEWS)
    ((current,), past) = await seen(database, subscription)
    assert (current.quantity, current.included_units, current.amount.amount, past) == (157, 100, 570, ())

    await pass_to(database, subscription, RENEWS)
    (begun,) = await announced(database)
    assert begun.type == "subscription.period_started"
    (line,) = begun.data["lines"]
    assert (line["quantity"], line["amount"]) == (150, {"amount": 500, "currency": "EUR"})
    assert (line["used_from"], line["used_until"]) == ("2026-03-10T09:30:00Z", "2026-04-10T08:30:00Z")
    assert begun.data["usage"] == [{"price_id": subscription.items[0].price_id, "quantity": 150}]
    ((current,), (closed,)) = await seen(database, subscription)
    assert (current.quantity, current.amount.amount) == (7, 0)
    assert (closed.begins, closed.ends, closed.quantity, closed.amount.amount) == (NOW, RENEWS, 150, 500)


async def test_what_comes_late_is_billed_with_the_period_after(
    database: Database, metered: Subscribed
) -> None:
    subscription = await metered()
    await pass_to(database, subscription, RENEWS)
    await use(database, subscription, 130, used_at=NOW, now=RENEWS)
    await pass_to(database, subscription, RENEWS + timedelta(days=40))
    first, second = await announced(database)
    assert (first.data["lines"], first.data["usage"]) == ([], [])
    assert [line["amount"]["amount"] for line in second.data["lines"]] == [300]


async def test_a_key_names_one_record(database: Database, metered: Subscribed) -> None:
    subscription = await metered()
    first = await use(database, subscription, 5, used_at=NOW)
    assert await use(database, subscription, 5, used_at=NOW, now=NOW + timedelta(hours=1)) == first
    assert await use(database, subscription, 5, now=NOW + timedelta(hours=1)) == first
    with pytest.raises(errors.UsageKeyReused):
        await use(database, subscription, 6)
    with pytest.raises(errors.UsageKeyReused):
        await use(database, subscription, 5, used_at=NOW + timedelta(seconds=1))
    ((current,), _) = await seen(database, subscription)
    assert current.quantity == 5


async def test_two_at_once_with_one_key_are_one_record(database: Database, metered: Subscribed) -> None:
    subscription = await metered()
    made = await asyncio.gather(*(use(database, subscription, 5) for _ in range(5)))
    assert len({record.id for record in made}) == 1
    ((current,), _) = await seen(database, subscription)
    assert current.quantity == 5


async def test_records_while_it_renews_are_counted_once(database: Database, metered: Subscribed) -> None:
    subscription = await metered()
    await asyncio.gather(
        *(use(database, subscription, 100, key=f"k{n}", used_at=NOW, now=RENEWS) for n in range(6)),
        pass_to(database, subscription, RENEWS),
        pass_to(database, subscription, RENEWS),
    )
    await pass_to(database, subscription, RENEWS + timedelta(days=31))
    periods = await announced(database)
    assert sum(used["quantity"] for period in periods for used in period.data["usage"]) == 600


@pytest.mark.parametrize(
    ("how", "error"),
    [
        ({"used_at": NOW + timedelta(minutes=6)}, errors.UsageInFuture),
        ({"used_at": NOW - timedelta(seconds=1)}, errors.UsageBeforeStart),
        ({"price_id": "price_of_another"}, errors.NotMetered),
        ({"business_id": CONTOSO}, errors.SubscriptionNotFound),
    ],
)
async def test_what_cannot_be_is_refused(
    database: Database, metered: Subscribed, how: dict[str, Any], error: type[FoyerError]
) -> None:
    subscription = await metered()
    with pytest.raises(error):
        await use(database, subscription, 5, **how)
    ((current,), _) = await seen(database, subscription)
    assert current.quantity == 0


async def test_what_is_paid_ahead_is_not_metered(database: Database, subscribed: Subscribed) -> None:
    subscription = await subscribed()
    with pytest.raises(errors.NotMetered):
        await use(database, subscription, 5)
    assert await seen(database, subscription) == ((), ())


async def test_a_trial_costs_nothing(database: Database, metered: Subscribed) -> None:
    subscription = await metered(trial_days=7)
    await use(database, subscription, 900)
    await pass_to(database, subscription, NOW + timedelta(days=7))
    begun = (await announced(database))[-1]
    assert (begun.data["reason"], begun.data["lines"], begun.data["usage"]) == ("trial_ended", [], [])
    ((current,), (closed,)) = await seen(database, subscription)
    assert (current.quantity, closed.quantity, closed.amount.amount) == (0, 900, 0)


async def test_what_is_still_to_be_charged_is_told_when_it_ends(
    database: Database, metered: Subscribed
) -> None:
    subscription = await metered()
    await use(database, subscription, 130)
    async with database.work(an_origin(now=NOW + timedelta(days=3))) as work:
        await cancel_subscription(work, subscription.id, by=PausedBy.BUSINESS, when=CancelTiming.NOW)
    canceled = (await announced(database))[-1]
    assert canceled.type == "subscription.canceled"
    assert [line["amount"]["amount"] for line in canceled.data["usage_lines"]] == [300]
    with pytest.raises(errors.SubscriptionAlreadyEnded):
        await use(database, subscription, 1, key="k2")


async def test_a_fixed_term_bills_its_last_usage(database: Database, metered: Subscribed) -> None:
    subscription = await metered(periods=1)
    await use(database, subscription, 130)
    await pass_to(database, subscription, RENEWS)
    (completed,) = await announced(database)
    assert completed.type == "subscription.completed"
    assert [line["amount"]["amount"] for line in completed.data["usage_lines"]] == [300]

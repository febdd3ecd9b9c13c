"""Whether a customer can be collected from, in whatever order it is heard."""

from collections.abc import Awaitable, Callable
from itertools import permutations

import pytest
from foyer_shared.basics.origin import Scope
from foyer_shared.contracts.envelope import Event
from foyer_shared.contracts.payments import (
    MandateActivated,
    MandateData,
    MandateFailed,
    MandateLapsed,
    MandateRevoked,
    PaymentMethodAdded,
    PaymentMethodData,
    PaymentMethodRemoved,
    PaymentMethodUpdated,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, Subscription
from foyer_subscriptions.storage.rows import MandateRow, PaymentMethodRow
from foyer_subscriptions.storage.standings import Standings
from foyer_subscriptions.storage.subscriptions import Subscriptions
from sqlalchemy import delete

Subscribed = Callable[..., Awaitable[Subscription]]
Arrive = Callable[..., Awaitable[None]]
METHOD = PaymentMethodData(
    payment_method_id="pm_1", customer_id=ADA, kind="sepa_debit", label="ING ···7890", is_default=True
)
MANDATE = MandateData(mandate_id="mdt_1", payment_method_id="pm_1", customer_id=ADA, reference="NW-1")
ADDED, UPDATED = PaymentMethodAdded(payment_method=METHOD), PaymentMethodUpdated(payment_method=METHOD)
REMOVED = PaymentMethodRemoved(payment_method=METHOD)
ACTIVATED, FAILED = MandateActivated(mandate=MANDATE), MandateFailed(mandate=MANDATE)
ANOTHER = MandateActivated(mandate=MANDATE.model_copy(update={"mandate_id": "mdt_2"}))
REVOKED, LAPSED = MandateRevoked(mandate=MANDATE), MandateLapsed(mandate=MANDATE)


async def can_collect(database: Database, business_id: str = NORTHWIND) -> bool:
    """From Ada."""
    async with database.work(an_origin()) as work:
        return await Standings(work.session).can_collect(Scope(business_id, ADA))


@pytest.mark.parametrize(
    ("events", "expected"),
    [
        ([(ADDED, 1)], True),
        ([(ADDED, 1), (UPDATED, 2)], True),
        ([(ADDED, 1), (REMOVED, 2)], False),
        ([(ADDED, 1), (UPDATED, 2), (REMOVED, 3)], False),
        ([(ACTIVATED, 1)], True),
        ([(ADDED, 1), (ACTIVATED, 1)], True),
        ([(ADDED, 1), (FAILED, 2)], False),
        ([(ADDED, 1), (ACTIVATED, 1), (REVOKED, 2)], False),
        ([(ADDED, 1), (ACTIVATED, 1), (LAPSED, 2)], False),
        ([(REMOVED, 2), (ACTIVATED, 1)], False),
        # Another mandate for the same account.
        ([(ADDED, 1), (REVOKED, 2), (ANOTHER, 1)], True),
    ],
)
async def test_the_newest_of_each_counts_whatever_comes_first(
    database: Database, arrive: Arrive, events: list[tuple[Event, int]], expected: bool
) -> None:
    for order in permutations(events):
        async with database.session() as session:
            for row in (PaymentMethodRow, MandateRow):
                await session.execute(delete(row))
        for event, version in order:
            await arrive(event, version)
            await arrive(event, version)
        assert await can_collect(database) is expected, order
        assert not await can_collect(database, CONTOSO)


@pytest.mark.parametrize("event", [ADDED, UPDATED, ACTIVATED])
async def test_the_first_way_to_pay_begins_what_waited_once(
    database: Database, subscribed: Subscribed, arrive: Arrive, event: Event
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC)
    for heard, version in ((event, 1), (ADDED, 1), (ACTIVATED, 1)):
        await arrive(heard, version)
    async with database.work(an_origin()) as work:
        after = await Subscriptions(work.session).get(work.scope, subscription.id)
    assert (after.status, after.version) == (Status.ACTIVE, 2)
    assert [event.type for event in await announced(database)] == [
        "subscription.activated",
        "subscription.period_started",
    ]


@pytest.mark.parametrize("events", [[(REMOVED, 2), (ADDED, 1)], [(FAILED, 2), (ADDED, 1)], [(REVOKED, 2)]])
async def test_what_is_no_way_to_pay_begins_nothing(
    database: Database, subscribed: Subscribed, arrive: Arrive, events: list[tuple[Event, int]]
) -> None:
    subscription = await subscribed(collection=Collection.AUTOMATIC)
    for event, version in events:
        await arrive(event, version)
    async with database.work(an_origin()) as work:
        assert await Subscriptions(work.session).get(work.scope, subscription.id) == subscription
    assert await announced(database) == []


async def test_a_subscription_made_after_the_last_method_was_removed_waits(
    database: Database, subscribed: Subscribed, arrive: Arrive
) -> None:
    await arrive(ADDED, 1)
    assert (await subscribed(collection=Collection.AUTOMATIC)).status is Status.ACTIVE
    await arrive(REMOVED, 2)
    assert (await subscribed(collection=Collection.AUTOMATIC)).status is Status.PENDING_MANDATE

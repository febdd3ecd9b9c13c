"""Two processes at once at the same subscriptions: one outcome each, and the other is told clearly."""

import asyncio
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.policy import CancellationMode
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscription import Collection, PausedBy, Subscription
from foyer_subscriptions.storage.rows import PaymentMethodRow, SubscriptionRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.read_cancellation import read_cancellation
from sqlalchemy import select

Subscribed = Callable[..., Awaitable[Subscription]]
MANY = 12

PROCESS = """
import asyncio, json, sys
from datetime import datetime
from foyer_shared.basics.errors import FoyerError
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, an_origin
from foyer_subscriptions.domain.promise import Promise
from foyer_subscriptions.domain.subscription import PausedBy
from foyer_subscriptions.storage.rows import Row
from foyer_subscriptions.use_cases.advance_due_subscriptions import advance_due_subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.cancel_subscription import cancel_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change

told = json.loads(sys.argv[1])
now = datetime.fromisoformat(told["now"])
promise = Promise.parse(told["promise"]) if told["promise"] else None

async def do(database, subscription_id, quotes):
    try:
        async with database.work(an_origin(customer_id=ADA, now=now)) as work:
            if told["what"] == "renew":
                await advance_subscription(work, subscription_id)
            elif told["what"] == "change":
                await confirm_plan_change(work, subscription_id, quotes[told["which"]], for_customer=True)
            elif told["what"] == "cancel":
                await cancel_subscription(work, subscription_id, by=PausedBy.CUSTOMER, promise=promise)
    except FoyerError as refusal:
        return refusal.code
    return "done"

async def do_all(database):
    if told["what"] == "the job":
        return [str(await advance_due_subscriptions(database))]
    return [await do(database, one, told["quotes"].get(one)) for one in told["subscriptions"]]

async def main():
    database = Database(told["url"], Row.metadata)
    async with database.session():
        print("ready", flush=True)
        sys.stdin.readline()
    print(json.dumps(await do_all(database)))
    await database.close()

asyncio.run(main())
"""


async def many(database: Database, subscribed: Subscribed, mode: CancellationMode, **terms: Any) -> list[str]:
    """The ids of many subscriptions that are due at the same moment."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )
    await subscribed(cancellation_mode=mode, **terms)
    async with database.session() as session:
        row = (await session.scalars(select(SubscriptionRow))).one().model_dump()
        session.add_all(SubscriptionRow(**row | {"id": f"sub_{number:026}"}) for number in range(MANY - 1))
        await session.flush()
        return [row.id for row in await session.scalars(select(SubscriptionRow))]


def at_once(
    database: Database,
    ids: list[str],
    now: datetime,
    *,
    what: tuple[str, str],
    promise: str = "",
    quotes: Mapping[str, tuple[str, str]] = MappingProxyType({}),
) -> list[list[str]]:
    """What became of each, in either of two processes that begin together."""
    asked = {
        "url": database.engine.url.render_as_string(hide_password=False),
        "subscriptions": ids,
        "now": now.isoformat(),
        "promise": promise,
        "quotes": dict(quotes),
    }
    processes = [
        subprocess.Popen(
            [sys.executable, "-c", PROCESS, json.dumps(asked | {"what": each, "which": which})],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for which, each in enumerate(what)
    ]
    for process in processes:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
    for process in processes:
        assert process.stdin
        process.stdin.write("go\n")
        process.stdin.flush()
    return [json.loads(process.communicate(timeout=60)[0]) for process in processes]


async def read(database: Database, subscription_id: str) -> Subscription:
    """It as it is now."""
    async with database.work(an_origin()) as work:
        return await Subscriptions(work.session).get(work.scope, subscription_id)


async def told_of(database: Database) -> dict[str, list[str]]:
    """What was told of each, in order."""
    found: dict[str, list[str]] = {}
    for event in await announced(database):
        found.setdefault(event.subject, []).append(event.type.removeprefix("subscription."))
    return found


async def test_two_renewals_begin_one_period(database: Database, subscribed: Subscribed) -> None:
    ids = await many(database, subscribed, CancellationMode.PERIOD_END)
    due = (await read(database, ids[0])).current_period_end
    outcomes = await asyncio.to_thread(at_once, database, ids, due, what=("renew", "renew"))
    assert outcomes == [["done"] * MANY] * 2
    assert await told_of(database) == {one: ["period_started"] for one in ids}
    assert Counter([(await read(database, one)).version for one in ids]) == {2: MANY}


async def test_two_workers_share_what_is_due(database: Database, subscribed: Subscribed) -> None:
    ids = await many(
        database, subscribed, CancellationMode.PERIOD_END, now=real_now() - timedelta(days=20), trial_days=19
    )
    outcomes = await asyncio.to_thread(at_once, database, ids, NOW, what=("the job", "the job"))
    assert sum(int(count) for (count,) in outcomes) == MANY
    assert await told_of(database) == {one: ["trial_ending", "period_started"] for one in ids}


async def test_a_renewal_and_a_cancellation_have_one_outcome(
    database: Database, subscribed: Subscribed
) -> None:
    ids = await many(database, subscribed, CancellationMode.PERIOD_END)
    first = await read(database, ids[0])
    due = first.current_period_end
    async with database.work(an_origin(customer_id=ADA)) as work:
        plan = await read_cancellation(work, first, by=PausedBy.CUSTOMER)
        promise = str(Promise.of(first, plan, now=NOW))
    outcomes = await asyncio.to_thread(at_once, database, ids, due, what=("renew", "cancel"), promise=promise)
    assert outcomes[0] == ["done"] * MANY
    told = await told_of(database)
    for one, canceled in zip(ids, outcomes[1], strict=True):
        after = await read(database, one)
        if canceled == "done":
            # It was received before the renewal ran: what was promised, and no charge.
            assert (after.status, after.ended_at, told[one]) == (Status.CANCELED, due, ["canceled"])
        else:
            assert (canceled, told[one]) == ("cancellation_changed", ["period_started"])
            assert (after.status, after.waiting, after.version) == (Status.ACTIVE, (), 2)


async def test_two_changes_of_plan_are_one(database: Database, subscribed: Subscribed) -> None:
    ids = await many(
        database,
        subscribed,
        CancellationMode.PERIOD_END,
        collection=Collection.AUTOMATIC,
        allow_quantity_change=True,
    )
    quotes = {}
    for one in ids:
        async with database.work(an_origin(customer_id=ADA)) as work:
            made = [
                await quote_plan_change(work, one, AskedChange(quantity=quantity), by=PausedBy.CUSTOMER)
                for quantity in (2, 3)
            ]
            quotes[one] = (made[0].id, made[1].id)
    outcomes = await asyncio.to_thread(at_once, database, ids, NOW, what=("change", "change"), quotes=quotes)
    told = await told_of(database)
    for one, first, second in zip(ids, *outcomes, strict=True):
        assert sorted((first, second)) == ["done", "quote_outdated"]
        after = await read(database, one)
        assert (after.items[0].quantity, after.version) == (2 if first == "done" else 3, 2)
        assert told[one] == ["quantity_changed"]


async def test_two_cancellations_are_one(database: Database, subscribed: Subscribed) -> None:
    ids = await many(database, subscribed, CancellationMode.PERIOD_END)
    early = NOW + timedelta(days=3)
    outcomes = await asyncio.to_thread(at_once, database, ids, early, what=("cancel", "cancel"))
    for pair in zip(*outcomes, strict=True):
        assert sorted(pair) == ["cancellation_already_pending", "done"]
    assert await told_of(database) == {one: ["cancellation_scheduled"] for one in ids}
    assert Counter([len((await read(database, one)).waiting) for one in ids]) == {1: MANY}

"""Many subscriptions that are due at once: how fast one worker renews them, and with what memory."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Sequence
from datetime import timedelta

import psycopg
from foyer_shared.basics.clock import real_now
from foyer_shared.basics.money import Money
from foyer_shared.basics.origin import Actor, Origin, Scope
from foyer_shared.storage.database import Database
from foyer_shared.storage.migrations import migrate
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection
from foyer_subscriptions.storage.rows import BusinessRow, Row
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_product import create_product
from foyer_subscriptions.use_cases.create_subscription import create_subscription

from tests.e2e.load.bare.renewer import TABLES
from tests.e2e.load.foyer import Servers
from tests.e2e.load.limit import fresh_database
from tests.e2e.load.measure import Choices, Line, WrongAnswers, in_turn

FEW, MANY = 1_000, 10_000
RATE, MEMORY = 0.2, 1.1
"""The share of the limit's rate at least, and of the memory among few at most."""

_MB = 1_000_000
_BUSINESS, _CUSTOMER = "biz_01jdnrthw1nde8000000000000", "cus_01jdada00000e8000000000000"
_COPY = """
    INSERT INTO subscriptions.subscriptions SELECT copy.* FROM subscriptions.subscriptions AS original
    CROSS JOIN generate_series(2, %(count)s) AS number
    CROSS JOIN LATERAL jsonb_populate_record(
        original, jsonb_build_object('id', 'sub_' || lpad(number::text, 26, '0'))
    ) AS copy
"""


async def measure_renewals(servers: Servers, choices: Choices) -> list[Line]:
    """Each round renews all of them on a database of its own."""

    async def foyer() -> Sequence[float]:
        told = await _renew(servers, "plumbing", MANY)
        return MANY / told["seconds"], told["peak"] / _MB

    async def limit() -> Sequence[float]:
        return (MANY / (await _renew(servers, "bare", MANY))["seconds"],)

    (rate, memory), (bare,) = await in_turn(foyer, limit, choices.rounds)
    among_few = (await _renew(servers, "plumbing", FEW))["peak"] / _MB
    return [
        Line(f"renewal of {MANY:,}, one worker", "renewals/s", rate, bare, RATE, at_least=True),
        Line(f"memory for {MANY:,} beside {FEW:,}", "MB", memory, among_few, MEMORY, at_least=False),
    ]


async def _renew(servers: Servers, side: str, count: int) -> dict[str, float]:
    """What a process of that side tells when it has renewed so many."""
    with fresh_database(servers) as url:
        migrate(url, "subscriptions")
        await _plant(url, count)
        command = [sys.executable, "-m", f"tests.e2e.load.{side}.renewer", url]
        process = await asyncio.create_subprocess_exec(
            *command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        told: dict[str, float] = json.loads((await process.communicate())[0])
    if told["renewed"] != count:
        raise WrongAnswers(f"{told['renewed']:.0f} of {count} subscriptions were renewed")
    return told


async def _plant(url: str, count: int) -> None:
    """A monthly subscription that began five weeks ago, and copies of it."""
    database = Database(url, Row.metadata)
    then = real_now() - timedelta(days=35)
    async with database.session() as session:
        session.add(BusinessRow(id=_BUSINESS, version=1, zone="Europe/Amsterdam"))
    origin = Origin(Scope(_BUSINESS, _CUSTOMER), Actor.system("load"), then, "req_load")
    async with database.work(origin) as work:
        product = await create_product(
            work,
            name="Studio",
            description=None,
            self_service=SelfServicePolicy(),
            billing=BillingPolicy(),
        )
        price = await create_price(
            work,
            product_id=product.id,
            pricing=Pricing(unit_amount=Money(2900, "EUR")),
            interval=Interval.MONTH,
            interval_count=1,
        )
        await create_subscription(
            work,
            customer_id=_CUSTOMER,
            items=[(price.id, 1)],
            terms=Terms(collection=Collection.INVOICE),
        )
    await database.close()
    with psycopg.connect(url) as connection:
        connection.execute(_COPY, {"count": count})
        connection.execute(TABLES)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")

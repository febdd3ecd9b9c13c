"""What the tests of subscriptions start from: a database with Northwind in it, and makers of what is sold."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import pytest_asyncio
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, NOW, an_origin
from foyer_shared.testing.plugin import MakeDatabase
from foyer_subscriptions.domain.billing_policy import BillingPolicy
from foyer_subscriptions.domain.catalogue import Price, Product
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.periods import Interval
from foyer_subscriptions.domain.policy import SelfServicePolicy
from foyer_subscriptions.domain.pricing import Pricing
from foyer_subscriptions.domain.states import Status
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, Item, Stretch, Subscription
from foyer_subscriptions.storage.rows import BusinessRow
from foyer_subscriptions.use_cases.create_entitlement import create_entitlement
from foyer_subscriptions.use_cases.create_price import create_price
from foyer_subscriptions.use_cases.create_product import create_product
from foyer_subscriptions.use_cases.create_subscription import create_subscription

USUAL = BillingPolicy()
AMSTERDAM = ZoneInfo("Europe/Amsterdam")


@pytest.fixture
def a_subscription() -> Callable[..., Subscription]:
    """Makes Ada's monthly Studio for €29.00 from 1 to 31 March 2026, with any field changed."""

    def make(**changes: Any) -> Subscription:
        subscription = Subscription(
            id="sub_1",
            business_id=NORTHWIND,
            customer_id=ADA,
            status=Status.ACTIVE,
            items=(
                Item(
                    price_id="price_1",
                    product_id="prod_1",
                    product_name="Studio",
                    quantity=1,
                    pricing=Pricing(unit_amount=Money(2900, "EUR")),
                ),
            ),
            interval=Interval.MONTH,
            interval_count=1,
            collection=Collection.INVOICE,
            started_at=NOW - timedelta(days=9),
            trial_ends_at=None,
            billing_anchor=NOW - timedelta(days=9),
            current_period_start=NOW - timedelta(days=9),
            current_period_end=NOW + timedelta(days=22),
            period_number=1,
            bought=Stretch(0, 31 * 86_400, 31 * 86_400),
        )
        return replace(subscription, **changes)

    return make


@pytest_asyncio.fixture
async def database(make_database: MakeDatabase) -> Database:
    """A database that has heard of Northwind and Contoso."""
    database = await make_database("subscriptions")
    async with database.session() as session:
        session.add(BusinessRow(id=NORTHWIND, version=1, zone="Europe/Amsterdam"))
        session.add(BusinessRow(id=CONTOSO, version=1, zone="UTC"))
    return database


@pytest.fixture
def a_price(database: Database) -> Callable[..., Awaitable[Price]]:
    """Makes a product with a price of Northwind's: €29.00 a month, unless told; it grants what is named."""

    async def make(
        *,
        interval: Interval | None = Interval.MONTH,
        currency: str = "EUR",
        amount: int = 2900,
        billing: BillingPolicy = USUAL,
        pricing: Mapping[str, Any] = MappingProxyType({}),
        entitlements: Sequence[tuple[EntitlementKind, EntitlementTerms]] = (),
        **policy: Any,
    ) -> Price:
        async with database.work(an_origin()) as work:
            product: Product = await create_product(
                work,
                name="Studio",
                description=None,
                self_service=SelfServicePolicy(**policy),
                billing=billing,
            )
            for kind, terms in entitlements:
                await create_entitlement(work, product.id, kind=kind, name="Brush pack", terms=terms)
            return await create_price(
                work,
                product_id=product.id,
                pricing=Pricing(unit_amount=Money(amount, currency), **pricing),
                interval=interval,
                interval_count=1,
            )

    return make


@pytest.fixture
def subscribed(
    database: Database, a_price: Callable[..., Awaitable[Price]]
) -> Callable[..., Awaitable[Subscription]]:
    """Subscribes Ada to a new product with this policy, and forgets the events of that."""

    async def make(
        *,
        collection: Collection = Collection.INVOICE,
        trial_days: int = 0,
        periods: int | None = None,
        backdated_to: datetime | None = None,
        now: datetime = NOW,
        **policy: Any,
    ) -> Subscription:
        price = await a_price(**policy)
        terms = Terms(
            collection=collection, trial_days=trial_days, periods=periods, backdated_to=backdated_to
        )
        async with database.work(an_origin(customer_id=ADA, now=now)) as work:
            subscription = await create_subscription(
                work,
                customer_id=ADA,
                items=[(price.id, 1)],
                terms=terms,
            )
        async with database.session() as session:
            await session.execute(database.tables.outbox.delete())
        return subscription

    return make

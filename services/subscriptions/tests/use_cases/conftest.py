"""What the tests of use cases share: Ada, who can pay, and her changes of plan."""

from datetime import UTC, date, datetime
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import InvoiceData
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.next_charge import next_charge
from foyer_subscriptions.domain.quote import PlanQuote
from foyer_subscriptions.domain.subscription import PausedBy, Subscription
from foyer_subscriptions.storage.rows import PaymentMethodRow
from foyer_subscriptions.storage.subscriptions import Subscriptions
from foyer_subscriptions.use_cases.advance_subscription import advance_subscription
from foyer_subscriptions.use_cases.confirm_plan_change import confirm_plan_change
from foyer_subscriptions.use_cases.quote_plan_change import AskedChange, quote_plan_change
from foyer_subscriptions.use_cases.settle_plan_change import settle_plan_change

HALF = NOW + (datetime(2026, 4, 10, 8, 30, tzinfo=UTC) - NOW) / 2
"""The middle of the period: half of each amount is left."""


class Course:
    """How subscriptions go on as time passes, and what was told of it."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def advanced(self, subscription: Subscription, now: datetime) -> Subscription:
        """It as it is then."""
        async with self._database.work(an_origin(customer_id=ADA, now=now)) as work:
            return await advance_subscription(work, subscription.id)

    async def stored(self, subscription: Subscription) -> Subscription:
        """It as it is now."""
        async with self._database.work(an_origin()) as work:
            return await Subscriptions(work.session).get(work.scope, subscription.id)

    async def told(self) -> list[Envelope]:
        """What was announced of subscriptions."""
        return [event for event in await announced(self._database) if event.type.startswith("subscription.")]

    async def types_told(self) -> list[str]:
        """The types of it."""
        return [event.type.removeprefix("subscription.") for event in await self.told()]

    async def all_told(self) -> list[str]:
        """The types of whatever was announced."""
        events = await announced(self._database)
        return [event.type.removeprefix("subscription.") for event in events]


class PlanChanges(Course):
    """Ada changes plans in the middle of a period, unless told, and what comes of it."""

    async def quoted(
        self,
        subscription: Subscription,
        *,
        now: datetime = HALF,
        by: PausedBy = PausedBy.CUSTOMER,
        customer_id: str | None = ADA,
        **asked: Any,
    ) -> PlanQuote:
        """A quote."""
        async with self._database.work(an_origin(customer_id=customer_id, now=now)) as work:
            return await quote_plan_change(work, subscription.id, AskedChange(**asked), by=by)

    async def confirm(
        self,
        subscription: Subscription,
        quote_id: str,
        *,
        now: datetime = HALF,
        customer_id: str | None = ADA,
        business_id: str = NORTHWIND,
    ) -> Subscription:
        """The quote is presented."""
        async with self._database.work(an_origin(business_id, customer_id=customer_id, now=now)) as work:
            return await confirm_plan_change(
                work, subscription.id, quote_id, for_customer=customer_id is not None
            )

    async def changed(
        self, subscription: Subscription, *, now: datetime = HALF, **asked: Any
    ) -> Subscription:
        """Quoted and confirmed."""
        made = await self.quoted(subscription, now=now, **asked)
        return await self.confirm(subscription, made.id, now=now)

    async def paid(self, subscription: Subscription, *, now: datetime = HALF) -> None:
        """The invoice of the change that was requested is paid."""
        (requested,) = (event for event in await self.told() if event.type.endswith("change_requested"))
        invoice = self.an_invoice(subscription.id, requested.data["change_id"], requested.data["quote_id"])
        async with self._database.work(an_origin(customer_id=ADA, now=now)) as work:
            await settle_plan_change(work, invoice)

    @staticmethod
    def an_invoice(subscription_id: str, change_id: str | None, quote_id: str | None = None) -> InvoiceData:
        """One that is paid."""
        return InvoiceData(
            invoice_id="inv_1",
            number="NW-2026-00001",
            customer_id=ADA,
            subscription_id=subscription_id,
            change_id=change_id,
            quote_id=quote_id,
            total=Amount(amount=1815, currency="EUR"),
            open=Amount(amount=0, currency="EUR"),
            issued_on=date(2026, 3, 25),
            due_on=date(2026, 3, 25),
        )

    @staticmethod
    def line_amounts(event: Envelope) -> list[int]:
        """The amounts of an event's lines."""
        return [line["amount"]["amount"] for line in event.data["lines"]]

    @staticmethod
    def next_amount(subscription: Subscription) -> int:
        """What is charged next."""
        charge = next_charge(subscription)
        assert charge
        return charge.amount.amount


@pytest_asyncio.fixture
async def a_card(database: Database) -> None:
    """Ada can pay."""
    async with database.session() as session:
        session.add(
            PaymentMethodRow(id="pm_1", version=1, business_id=NORTHWIND, customer_id=ADA, kind="card")
        )


@pytest.fixture
def plans(database: Database) -> PlanChanges:
    """Ada's changes of plan."""
    return PlanChanges(database)


@pytest.fixture
def course(database: Database) -> Course:
    """How Ada's subscriptions go on."""
    return Course(database)

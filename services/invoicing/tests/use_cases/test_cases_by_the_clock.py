"""Cases and plans as the clock of a sandbox business goes from due to due, each day with what it brings."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from foyer_invoicing.domain.collection_settings import PlanRule
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.payment_plan import PlanStatus
from foyer_invoicing.storage.rows import BusinessRow
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.find_next_due import find_next_due
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.request_plan import request_plan
from foyer_shared.basics.money import Money
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update
from sqlmodel import col

OPENED = datetime(2026, 4, 7, 10, tzinfo=UTC)
AMSTERDAM = ZoneInfo("Europe/Amsterdam")

Go = Callable[[datetime], Awaitable[None]]
Told = Callable[[], Awaitable[list[tuple[str, str]]]]


@pytest.fixture
def go(database: Database) -> Go:
    """The portal moves the clock, by what is due next, until then; the job runs at each stop."""

    async def run(until: datetime) -> None:
        stop = None
        while True:
            async with database.work(an_origin()) as work:
                due = await find_next_due(work)
            if due is None or due > until:
                break
            assert stop is None or due > stop
            stop = due
            await _set_clock(database, due)
            while await dun_everywhere(database, now=NOW):
                pass
        await _set_clock(database, until)

    return run


async def _set_clock(database: Database, moment: datetime) -> None:
    async with database.session() as session:
        northwind = update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND)
        await session.execute(northwind.values(clock_offset=int((moment - NOW).total_seconds())))


@pytest.fixture
def told(database: Database) -> Told:
    """What was announced, by the day that it was at the business."""

    async def read() -> list[tuple[str, str]]:
        return [
            (f"{event.businesstime.astimezone(AMSTERDAM):%d %b}", event.type)
            for event in await announced(database)
        ]

    return read


async def test_an_invoice_that_nobody_pays_goes_from_its_reminder_to_the_final_warning(
    collects: Any, an_order: Callable[..., Awaitable[Order]], a_customer: Any, go: Go, told: Told
) -> None:
    await collects()
    await an_order(await a_customer(country="NL"))
    await go(datetime(2027, 3, 1, tzinfo=UTC))
    assert await told() == [
        ("21 Mar", "invoice.due_soon"),
        ("25 Mar", "invoice.overdue"),
        ("31 Mar", "invoice.reminder_due"),
        ("07 Apr", "collection_case.opened"),
        ("21 Apr", "collection_case.advanced"),
        ("06 May", "invoice.finalized"),
        ("06 May", "collection_case.advanced"),
        ("20 May", "collection_case.advanced"),
    ]


@pytest.mark.parametrize("pays", [1, 3])
async def test_a_plan_is_kept_or_breaks_and_the_case_goes_on(
    database: Database, a_case: Callable[..., Awaitable[CaseFile]], go: Go, told: Told, pays: int
) -> None:
    file = await a_case(country="FR", settings={"plan_rule": PlanRule(Money(100_000, "EUR"), 3)})
    async with database.work(an_origin(customer_id=file.case.customer_id, now=OPENED)) as work:
        plan = await request_plan(work, file.case.id, instalments=3)
    assert plan.status is PlanStatus.RUNNING
    for number, instalment in enumerate(plan.instalments, start=1):
        noon = datetime.combine(instalment.due_on, datetime.min.time(), UTC).replace(hour=12)
        await go(noon)
        if number <= pays:
            async with database.work(an_origin(now=noon)) as work:
                await record_payment(work, file.invoice.id, amount=instalment.amount)
    await go(datetime(2027, 3, 1, tzinfo=UTC))
    begun = [("07 Apr", f"payment_plan.{what}") for what in ("requested", "approved", "started")]
    first = [("14 Apr", "payment_plan.instalment_due"), ("14 Apr", "invoice.balance_changed")]
    second = [("14 May", "payment_plan.instalment_due"), ("14 May", "invoice.balance_changed")]
    assert await told() == [
        *begun,
        *first,
        *(
            [
                ("14 May", "payment_plan.instalment_due"),
                ("22 May", "payment_plan.broken"),
                ("05 Jun", "collection_case.advanced"),
                ("19 Jun", "collection_case.advanced"),
            ]
            if pays == 1
            else [
                *second,
                ("14 Jun", "payment_plan.instalment_due"),
                ("14 Jun", "invoice.paid"),
                ("14 Jun", "order.paid"),
                ("14 Jun", "payment_plan.completed"),
                ("14 Jun", "collection_case.settled"),
            ]
        ),
    ]

"""Whoever moves money of a customer never waits crosswise with the job or with another command.

Each test lets somebody hold the customer's balance, waits until the other one waits for something, and then
takes what that one would hold if it locked in another order.
"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import structlog
from foyer_invoicing.domain.collection_case import CollectionCase, Stage
from foyer_invoicing.domain.invoice import Collection
from foyer_invoicing.domain.order import Order
from foyer_invoicing.domain.sale import Sale
from foyer_invoicing.storage.balances import Balances
from foyer_invoicing.storage.collection_cases import CollectionCases
from foyer_invoicing.storage.invoices import Invoices
from foyer_invoicing.storage.rows import CollectingRow
from foyer_invoicing.use_cases.collect_with_new_method import collect_with_new_method
from foyer_invoicing.use_cases.dun_everywhere import dun_everywhere
from foyer_invoicing.use_cases.lock_invoice import lock_invoice
from foyer_invoicing.use_cases.place_order import place_order
from foyer_invoicing.use_cases.read_case_files import CaseFile
from foyer_invoicing.use_cases.record_payment import record_payment
from foyer_invoicing.use_cases.request_plan import request_plan
from foyer_invoicing.use_cases.start_plan import start_plan
from foyer_shared.storage.database import Database
from foyer_shared.testing.locks import begin
from foyer_shared.testing.makers import NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update

OPENED = datetime(2026, 4, 7, 10, tzinfo=UTC)
DAY = timedelta(days=1)


async def _cases(database: Database) -> list[CollectionCase]:
    async with database.work(an_origin()) as work:
        return await CollectionCases(work.session).list_page(work.scope, limit=100)


@pytest.mark.parametrize("what", ["case", "plan"])
async def test_the_job_waits_for_a_payment_of_the_same_customer(
    database: Database, a_case: Callable[..., Awaitable[CaseFile]], what: str
) -> None:
    file = await a_case()
    if what == "plan":
        async with database.work(an_origin(now=OPENED)) as work:
            plan = await request_plan(work, file.case.id, instalments=2)
            await start_plan(work, file, plan, by_rule=False)
    due = OPENED + 14 * DAY
    with structlog.testing.capture_logs() as failures:
        await _pay_while_it_waits(database, file, due)
    assert failures == []
    (case,) = await _cases(database)
    assert (case.outcome, case.stage) == ("paid", Stage.FRIENDLY_REMINDER)
    types = [event.type for event in await announced(database)]
    assert "collection_case.advanced" not in types
    assert "payment_plan.instalment_due" not in types


async def _pay_while_it_waits(database: Database, file: CaseFile, now: datetime) -> None:
    async with database.work(an_origin(now=now)) as paying:
        await Balances(paying.session).lock(paying.scope, file.case.customer_id, "EUR")
        job = await begin(database, dun_everywhere(database, now=now))
        await record_payment(paying, file.case.invoice_id, amount=file.total)
    assert await job == 0


async def test_the_job_holds_no_number_while_it_waits_for_another_customer(
    database: Database, collects: Any, an_overdue_order: Callable[..., Awaitable[Order]], a_sale_line: Any
) -> None:
    await collects()
    first = await an_overdue_order(email="first@example.com")
    second = await an_overdue_order(email="second@example.com")
    for day in (0, 14):
        while await dun_everywhere(database, now=OPENED + day * DAY):
            pass
    now = OPENED + 29 * DAY
    async with database.work(an_origin(now=now)) as selling:
        # The job charges the costs of the first, and with it draws the number of an invoice.
        await Balances(selling.session).lock(selling.scope, second.customer_id, "EUR")
        job = await begin(database, dun_everywhere(database, now=now))
        await place_order(selling, customer_id=second.customer_id, sale=Sale((a_sale_line(),)))
    assert await job == 2
    assert {case.stage for case in await _cases(database)} == {Stage.FEES_ADDED}
    assert first.customer_id != second.customer_id


async def test_a_new_way_to_pay_waits_for_a_payment_of_several_invoices(
    database: Database, a_customer: Any, an_order: Callable[..., Awaitable[Order]]
) -> None:
    ada = await a_customer()
    orders = [await an_order(ada, collection=Collection.AUTOMATIC, due_days=0) for _ in range(2)]
    async with database.session() as session:
        await session.execute(update(CollectingRow).values(exhausted_at=NOW, failure=_FAILURE))
    lower, higher = sorted(order.invoice_id for order in orders)

    async def add_method() -> None:
        async with database.work(an_origin()) as work:
            await collect_with_new_method(work, ada.id)

    async with database.work(an_origin()) as paying:
        # The oldest due date may well be of the higher id.
        await lock_invoice(paying, higher)
        adding = await begin(database, add_method())
        await Invoices(paying.session).get_for_update(paying.scope, lower)
    await adding
    assert await dun_everywhere(database, now=NOW) == 2


_FAILURE = {"attempt": 1, "severity": "hard", "code": "expired_card", "kind": "card"}

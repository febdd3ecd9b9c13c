"""Mandates end with which nothing was collected for 36 months."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from foyer_payments.domain.mandate import lapse_of
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import ProvidedMethod, Status
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.rows import BusinessRow, MandateRow
from foyer_payments.use_cases.find_next_due import find_next_due
from foyer_payments.use_cases.lapse_mandates import lapse_mandates
from foyer_payments.use_cases.record_mandate import record_mandate
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_shared.basics.clock import real_now
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import text, update
from sqlmodel import col

KeepMethod = Callable[..., Awaitable[PaymentMethod]]
Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
PaymentsThere = Callable[[], Awaitable[list[Payment]]]
AnInvoice = Callable[..., InvoiceData]
Twin = Any
WAITING = text(
    """
    SELECT count(*) FROM pg_sleep(0.01), pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
    """
)
SEPA = ProvidedMethod(
    token="tok_sepa",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban="DE89370400440532013000",
    mandate_reference="MND-1",
)


@pytest.fixture
def due(
    tell: Tell, carry_on: CarryOn, invoice: AnInvoice, pass_days: Callable[[int], Awaitable[None]]
) -> Callable[..., Awaitable[None]]:
    """An invoice is to be collected, and the job goes on with it, also when its announced day has come."""

    async def collect(invoice_id: str = "inv_1") -> None:
        amount = Amount(amount=1000, currency="EUR")
        await tell(InvoicePaymentDue(invoice=invoice(invoice_id), attempt=1, amount=amount))
        await carry_on()
        await pass_days(14)
        await carry_on()

    return collect


async def states(database: Database) -> list[tuple[str, str]]:
    """Of Northwind's mandates, by reference."""
    async with database.work(an_origin()) as work:
        found = await Mandates(work.session).list_page(work.scope, limit=10)
    return sorted((each.reference, each.status.value) for each in found)


async def somebody_waits(database: Database) -> bool:
    """For a row that another has locked."""
    async with database.session() as session:
        return bool(await session.scalar(WAITING))


async def all_lapse(database: Database) -> None:
    """Whatever their time."""
    async with database.session() as session:
        await session.execute(update(MandateRow).values(status=MandateStatus.LAPSED))


async def years_pass(database: Database, years: int) -> None:
    """On Northwind's clock."""
    ahead = (NOW.replace(year=NOW.year + years) - real_now()) + timedelta(days=1)
    async with database.session() as session:
        of_northwind = update(BusinessRow).where(col(BusinessRow.id) == NORTHWIND)
        await session.execute(of_northwind.values(clock_offset=int(ahead.total_seconds())))


@pytest.mark.parametrize("status", [Status.SUCCEEDED, Status.PROCESSING])
async def test_what_is_collected_moves_its_end(
    database: Database,
    keep_method: KeepMethod,
    due: Callable[..., Awaitable[None]],
    twin: Twin,
    status: Status,
) -> None:
    twin.answer = {"status": status}
    await keep_method(SEPA)
    async with database.work(an_origin()) as work:
        [before] = await Mandates(work.session).list_page(work.scope, limit=10)
    await years_pass(database, 2)
    await due()
    async with database.work(an_origin()) as work:
        [after] = await Mandates(work.session).list_page(work.scope, limit=10)

    assert (before.last_used_at, before.lapses_at) == (None, lapse_of(NOW))
    assert after.last_used_at is not None
    assert after.last_used_at.date() == (NOW.replace(year=NOW.year + 2) + timedelta(days=15)).date()
    assert after.lapses_at == lapse_of(after.last_used_at)


async def test_it_lapses_once_by_its_business_s_clock(
    database: Database, seal: Seal, keep_method: KeepMethod
) -> None:
    await keep_method(SEPA)
    async with database.work(an_origin()) as work:
        outside = await record_mandate(
            work, seal, customer_id=ADA, iban="NL91 ABNA 0417 1643 00", holder="Ada", signed_at=NOW
        )
    assert await lapse_mandates(database) == 0
    before = len(await announced(database))
    await years_pass(database, 3)
    await asyncio.gather(*(lapse_mandates(database) for _ in range(3)))
    assert await lapse_mandates(database) == 0

    assert await states(database) == sorted([("MND-1", "lapsed"), (outside.reference, "active")])
    [event] = (await announced(database))[before:]
    assert (event.type, event.customerid, event.subjectversion) == ("mandate.lapsed", ADA, 2)
    assert event.data["mandate"]["reference"] == "MND-1"


async def test_a_clock_stops_where_one_lapses(database: Database, keep_method: KeepMethod) -> None:
    async def next_due() -> datetime | None:
        async with database.work(an_origin()) as work:
            return await find_next_due(work)

    assert await next_due() is None
    await keep_method(SEPA)
    assert await next_due() == lapse_of(NOW)
    await years_pass(database, 3)
    assert await next_due() == lapse_of(NOW)
    await lapse_mandates(database)
    assert await next_due() is None


async def test_nothing_is_collected_with_one_that_has_lapsed(
    database: Database,
    keep_method: KeepMethod,
    due: Callable[..., Awaitable[None]],
    twin: Twin,
    payments: PaymentsThere,
) -> None:
    await keep_method(SEPA)
    await all_lapse(database)
    await due()

    *_, event = await announced(database)
    assert (event.type, event.data["severity"], event.data["code"]) == (
        "payment.failed",
        "hard",
        "no_payment_method",
    )
    assert (await payments(), twin.orders) == ([], [])


@pytest.mark.parametrize("first", [True, False])
async def test_another_one_is_charged_instead(
    database: Database,
    keep_method: KeepMethod,
    tell: Tell,
    carry_on: CarryOn,
    invoice: AnInvoice,
    twin: Twin,
    *,
    first: bool,
) -> None:
    """Whether it lapsed before the invoice was due, or while the charge waited for its turn."""
    await keep_method(SEPA)
    await keep_method()
    if first:
        await all_lapse(database)
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR")))
    if not first:
        await all_lapse(database)
    await carry_on()

    assert [order.token for order in twin.orders] == ["tok_visa"]


async def test_a_charge_whose_answer_was_lost_is_asked_for_again_when_it_has_lapsed(
    database: Database,
    keep_method: KeepMethod,
    due: Callable[..., Awaitable[None]],
    carry_on: CarryOn,
    twin: Twin,
    payments: PaymentsThere,
) -> None:
    await keep_method(SEPA)
    twin.dies_after = {"charge"}
    await due()
    await all_lapse(database)
    await carry_on(later=True)

    [payment] = await payments()
    assert (payment.status, twin.captured()) == (PaymentStatus.SUCCEEDED, 1000)


async def test_one_that_lapses_while_its_method_is_removed_has_lapsed(
    database: Database, keep_method: KeepMethod
) -> None:
    method = await keep_method(SEPA)

    async def remove() -> None:
        async with database.work(an_origin()) as work:
            await remove_payment_method(work, method.id)

    async with database.work(an_origin()) as work:
        mandates = Mandates(work.session)
        mandate = await mandates.find_of_method(work.scope, method.id)
        assert mandate is not None
        removing = asyncio.create_task(remove())
        while not await somebody_waits(database):
            assert not removing.done()
        await mandates.save(replace(mandate, status=MandateStatus.LAPSED, version=2))
    await removing

    assert await states(database) == [("MND-1", "lapsed")]
    assert "mandate.revoked" not in [each.type for each in await announced(database)]

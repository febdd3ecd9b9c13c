"""Direct debits are announced 14 days before, and collected when their day has come."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Failure, ProvidedMethod, Reversal, Status
from foyer_payments.storage.mandates import Mandates
from foyer_payments.storage.payments import Payments
from foyer_payments.use_cases.change_notice_days import change_notice_days
from foyer_payments.use_cases.find_next_due import find_next_due
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_payments.use_cases.system_origin import system_origin
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import (
    InvoiceBalanceChanged,
    InvoiceData,
    InvoicePaid,
    InvoicePaymentDue,
    InvoiceReopened,
    InvoiceVoided,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced

Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
KeepMethod = Callable[..., Awaitable[PaymentMethod]]
PassDays = Callable[[int], Awaitable[None]]
PaymentsThere = Callable[[], Awaitable[list[Payment]]]
AnInvoice = Callable[..., InvoiceData]
Twin = Any
SEPA = ProvidedMethod(
    token="tok_sepa",
    kind="sepa_debit",
    last4="3000",
    holder="Ada Lovelace",
    iban="DE89370400440532013000",
    mandate_reference="MND-1",
)
OTHER = replace(SEPA, token="tok_other", mandate_reference="MND-2")
TEN = {"amount": 1000, "currency": "EUR"}


def due(invoice: InvoiceData, *, attempt: int = 1, amount: int = 1000) -> InvoicePaymentDue:
    """All of it."""
    return InvoicePaymentDue(invoice=invoice, attempt=attempt, amount=Amount(amount=amount, currency="EUR"))


async def news(database: Database) -> list[Envelope]:
    """What was told of payments."""
    return [each for each in await announced(database) if each.type.startswith("payment.")]


async def types(database: Database) -> list[str]:
    """Of it."""
    return [each.type for each in await news(database)]


async def clock(database: Database) -> datetime:
    """Northwind's."""
    return (await system_origin(database, NORTHWIND)).now


async def next_due(database: Database) -> datetime | None:
    """Of Northwind's clock."""
    async with database.work(an_origin()) as work:
        return await find_next_due(work)


@pytest_asyncio.fixture
async def sepa(keep_method: KeepMethod, tell: Tell, carry_on: CarryOn, invoice: AnInvoice) -> PaymentMethod:
    """With which an invoice of ten euros is to be collected, which was announced."""
    method = await keep_method(SEPA)
    await tell(due(invoice()))
    await carry_on()
    return method


async def test_it_is_announced_and_collected_when_its_day_has_come(
    database: Database,
    sepa: PaymentMethod,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    payments: PaymentsThere,
) -> None:
    [payment] = await payments()
    [told] = await news(database)
    at = payment.collects_at
    assert at is not None
    assert timedelta(days=13, hours=23, minutes=59) < at - await clock(database) < timedelta(days=14)
    assert (told.type, told.subject, told.customerid, told.subjectversion) == (
        "payment.scheduled",
        payment.id,
        ADA,
        2,
    )
    assert datetime.fromisoformat(told.data.pop("collects_at")) == at
    mandate_id = told.data["mandate"]["mandate_id"]
    assert told.data == {
        "payment": {
            "payment_id": payment.id,
            "customer_id": ADA,
            "amount": TEN,
            "invoices": [{"invoice_id": "inv_1", "amount": TEN}],
            "payment_method_id": sepa.id,
            "kind": "sepa_debit",
            "attempt": 1,
        },
        "numbers": ["NW-2026-1"],
        "mandate": {
            "mandate_id": mandate_id,
            "payment_method_id": sepa.id,
            "customer_id": ADA,
            "reference": "MND-1",
        },
        "creditor_identifier": "NL98ZZZ12345678901",
    }
    assert await next_due(database) == at

    await pass_days(13)
    assert await carry_on(later=True) == 0
    assert twin.orders == []
    await pass_days(1)
    assert await carry_on() == 1
    assert [(order.key, order.amount, order.token) for order in twin.orders] == [
        (payment.id, Money(1000, "EUR"), "tok_sepa")
    ]
    assert await types(database) == ["payment.scheduled", "payment.succeeded"]
    async with database.work(an_origin()) as work:
        assert await next_due(database) == await Mandates(work.session).next_lapse(work.scope)


async def test_a_card_is_charged_at_once(
    keep_method: KeepMethod, tell: Tell, carry_on: CarryOn, invoice: AnInvoice, database: Database
) -> None:
    await keep_method()
    await tell(due(invoice()))
    await carry_on()

    assert await types(database) == ["payment.succeeded"]


async def test_the_mandate_shows_its_next_collection(database: Database, sepa: PaymentMethod) -> None:
    async with database.work(an_origin()) as work:
        [mandate] = await Mandates(work.session).list_page(work.scope, limit=10)

    collection = mandate.next_collection
    assert collection is not None
    assert (collection.amount, collection.invoice_ids) == (Money(1000, "EUR"), ("inv_1",))
    assert collection.collects_at == await next_due(database)


async def test_a_business_announces_it_so_long_before_as_it_has_agreed(
    database: Database,
    account_id: str,
    keep_method: KeepMethod,
    tell: Tell,
    carry_on: CarryOn,
    invoice: AnInvoice,
    payments: PaymentsThere,
) -> None:
    async with database.work(an_origin()) as work:
        await change_notice_days(work, account_id, 1)
    await keep_method(SEPA)
    await tell(due(invoice()))
    await carry_on()

    [payment] = await payments()
    assert payment.collects_at is not None
    assert payment.collects_at - await clock(database) < timedelta(days=1)


@pytest.mark.parametrize("event", [InvoicePaid, InvoiceVoided])
async def test_what_is_settled_before_is_withdrawn_at_once(
    database: Database,
    sepa: PaymentMethod,
    tell: Tell,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    invoice: AnInvoice,
    event: type[InvoicePaid | InvoiceVoided],
) -> None:
    await tell(event(invoice=invoice(open_amount=0)), version=2)
    await carry_on()
    assert await types(database) == ["payment.scheduled", "payment.schedule_withdrawn"]
    async with database.work(an_origin()) as work:
        assert await next_due(database) == await Mandates(work.session).next_lapse(work.scope)

    await pass_days(15)
    await carry_on()
    assert twin.orders == []


async def test_no_more_is_collected_than_is_open_by_then_or_was_announced(
    database: Database,
    sepa: PaymentMethod,
    tell: Tell,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await tell(InvoiceBalanceChanged(invoice=invoice(open_amount=400)), version=2)
    await pass_days(14)
    await carry_on()

    assert [order.amount for order in twin.orders] == [Money(400, "EUR")]
    assert await types(database) == ["payment.scheduled", "payment.succeeded"]


@pytest.mark.parametrize("taken_back", [False, True])
async def test_a_retry_keeps_its_announcement(
    database: Database,
    sepa: PaymentMethod,
    tell: Tell,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    invoice: AnInvoice,
    *,
    taken_back: bool,
) -> None:
    poor = Failure("AM04", "soft")
    returned = Reversal("rev_1", Money(1000, "EUR"), poor)
    twin.answer = {"reversals": (returned,)} if taken_back else {"status": Status.FAILED, "failure": poor}
    await pass_days(14)
    await carry_on()
    twin.answer = {}
    await tell(InvoiceReopened(invoice=invoice()), version=2)
    await tell(due(invoice(), attempt=2), version=3)
    await carry_on()

    first = ["payment.succeeded", "payment.reversed"] if taken_back else ["payment.failed"]
    assert await types(database) == ["payment.scheduled", *first, "payment.succeeded"]


async def test_a_retry_of_more_is_announced_anew(
    database: Database,
    sepa: PaymentMethod,
    tell: Tell,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    twin.answer = {"status": Status.FAILED, "failure": Failure("AM04", "soft")}
    await tell(InvoiceBalanceChanged(invoice=invoice(open_amount=400)), version=2)
    await pass_days(14)
    await carry_on()
    await tell(due(invoice(open_amount=1000), attempt=2), version=3)
    await carry_on()

    assert await types(database) == ["payment.scheduled", "payment.failed", "payment.scheduled"]


async def test_what_was_collected_once_is_announced_again_for_the_rest(
    database: Database,
    keep_method: KeepMethod,
    tell: Tell,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    """Instalments of the same amount are no retries of each other."""
    await keep_method(SEPA)
    await tell(due(invoice(), amount=500))
    await carry_on()
    await pass_days(14)
    await carry_on()
    [paid] = [each for each in await news(database) if each.type == "payment.succeeded"]
    await tell(InvoiceBalanceChanged(invoice=invoice(open_amount=500)), version=2, cause=paid.id)
    await tell(due(invoice(open_amount=500), attempt=2, amount=500), version=3)
    await carry_on()

    assert await types(database) == ["payment.scheduled", "payment.succeeded", "payment.scheduled"]
    assert len(twin.orders) == 1


async def test_another_mandate_is_announced_when_the_first_is_gone(
    database: Database,
    sepa: PaymentMethod,
    keep_method: KeepMethod,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
    payments: PaymentsThere,
) -> None:
    await keep_method(OTHER)
    await pass_days(2)
    async with database.work(an_origin()) as work:
        await remove_payment_method(work, sepa.id)
    await carry_on()
    await carry_on()

    [payment] = await payments()
    first, again = (datetime.fromisoformat(each.data["collects_at"]) for each in await news(database))
    assert (await news(database))[1].data["mandate"]["reference"] == "MND-2"
    assert timedelta(days=2) <= again - first < timedelta(days=2, minutes=1)
    assert payment.collects_at == again
    await pass_days(14)
    await carry_on()
    assert [order.token for order in twin.orders] == ["tok_other"]


async def test_a_card_that_takes_its_place_is_charged_on_the_day_that_was_announced(
    database: Database,
    sepa: PaymentMethod,
    keep_method: KeepMethod,
    carry_on: CarryOn,
    pass_days: PassDays,
    twin: Twin,
) -> None:
    await keep_method()
    async with database.work(an_origin()) as work:
        await remove_payment_method(work, sepa.id)
    await carry_on()
    await carry_on(later=True)
    assert (twin.orders, await types(database)) == ([], ["payment.scheduled"])

    await pass_days(14)
    await carry_on()
    assert [order.token for order in twin.orders] == ["tok_visa"]


async def test_it_lets_the_customer_pay_before(
    sepa: PaymentMethod, payments: PaymentsThere, database: Database
) -> None:
    """Nothing of it is under way yet: another payment of the invoice begins."""
    [payment] = await payments()
    async with database.work(an_origin()) as work:
        assert await Payments(work.session).holding(work.scope, ["inv_1"]) == []
    assert payment.status is PaymentStatus.CREATED

"""Refunds: what a credit note says goes back once, never more than was paid, and is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Failure, Refunded, Reversal, Status
from foyer_payments.domain.refund import Refund
from foyer_payments.settings import Settings
from foyer_payments.storage.refunds import Refunds
from foyer_payments.storage.rows import PaymentRow
from foyer_payments.wiring import build
from foyer_shared.basics.money import Money
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.envelope import Envelope
from foyer_shared.contracts.invoicing import (
    CreditNoteData,
    CreditNoteIssued,
    InvoiceData,
    InvoicePaymentDue,
    RefundPartData,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW, an_origin
from foyer_shared.testing.outbox import announced
from foyer_shared.testing.plugin import SettingsFor
from sqlalchemy import update

Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
TakeNotice = Callable[..., Awaitable[int]]
Twin = Any


@pytest_asyncio.fixture
async def payment(
    tell: Tell,
    carry_on: CarryOn,
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    invoice: Callable[..., InvoiceData],
    payments: Callable[[], Awaitable[list[Payment]]],
) -> Payment:
    """Of ten euros, which has succeeded."""
    await keep_method()
    await tell(InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR")))
    await carry_on()
    [paid] = await payments()
    return paid


def a_note(payment_id: str, amount: int, note_id: str = "cn_1") -> CreditNoteIssued:
    """All of it goes back."""
    euros, nothing = Amount(amount=amount, currency="EUR"), Amount(amount=0, currency="EUR")
    note = CreditNoteData(
        credit_note_id=note_id,
        number="NW-C-1",
        customer_id=ADA,
        invoice_id="inv_1",
        invoice_number="NW-2026-1",
        total=euros,
        settled=nothing,
        to_balance=nothing,
        refunds=(RefundPartData(payment_id=payment_id, amount=euros),),
        issued_on=date(2026, 3, 10),
    )
    return CreditNoteIssued(credit_note=note)


async def news(database: Database) -> list[Envelope]:
    """What was told of refunds."""
    return [each for each in await announced(database) if each.type.startswith("refund.")]


async def kept(database: Database, payment: Payment) -> list[Refund]:
    """The payment's refunds."""
    async with database.work(an_origin()) as work:
        return await Refunds(work.session).of_payment(payment.id)


async def test_what_a_credit_note_says_goes_back_once(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    await asyncio.gather(*(tell(a_note(payment.id, 400), message_id=f"evt_note_{n}") for n in range(3)))
    await asyncio.gather(carry_on(), carry_on())
    await carry_on(later=True)

    [refund] = await kept(database, payment)
    [refunded] = twin.given_back.values()
    assert (refunded.key, refunded.amount) == (refund.id, Money(400, "EUR"))
    [event] = await news(database)
    assert (event.type, event.subject) == ("refund.succeeded", refund.id)
    assert event.data["refund"] == {
        "refund_id": refund.id,
        "payment_id": payment.id,
        "customer_id": ADA,
        "amount": {"amount": 400, "currency": "EUR"},
        "credit_note_id": "cn_1",
    }


async def test_a_business_reads_its_refunds(
    database: Database,
    payment: Payment,
    tell: Tell,
    carry_on: CarryOn,
    settings_for: SettingsFor,
) -> None:
    await tell(a_note(payment.id, 400))
    await carry_on()
    service = build(settings_for(Settings, database))
    async with client_for(service, a_caller("business")) as business:
        [refund] = (await business.get("/v1/refunds")).json()["data"]
        of_payment = (await business.get(f"/v1/refunds?payment_id={payment.id}")).json()["data"]
        read = await business.get(f"/v1/refunds/{refund['id']}")
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as other:
        foreign = await other.get(f"/v1/refunds/{refund['id']}")
        theirs = (await other.get("/v1/refunds")).json()["data"]
    await service.database.close()

    assert (refund["status"], refund["amount"]) == ("succeeded", {"amount": 400, "currency": "EUR"})
    assert (refund["payment_id"], refund["credit_note_id"]) == (payment.id, "cn_1")
    assert (of_payment, read.json(), theirs) == ([refund], refund, [])
    assert (foreign.status_code, foreign.json()["code"]) == (404, "refund_not_found")


async def test_more_than_was_paid_never_goes_back(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    await tell(a_note(payment.id, 600))
    await tell(a_note(payment.id, 500, "cn_2"))
    await carry_on()

    failed, succeeded = await news(database)
    assert (failed.type, failed.data["code"]) == ("refund.failed", "refund_above_paid")
    assert failed.data["refund"]["credit_note_id"] == "cn_2"
    assert succeeded.type == "refund.succeeded"
    assert sum(each.amount.amount for each in twin.given_back.values()) == 600


async def test_what_a_bank_took_back_does_not_go_back_again(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, notice: TakeNotice, twin: Twin
) -> None:
    twin.say("ch_1", reversals=(Reversal("rt_1", Money(1000, "EUR"), Failure("MD06", "hard")),))
    await notice("n1")
    await carry_on()
    await tell(a_note(payment.id, 1))
    await carry_on()

    [failed] = await news(database)
    assert (failed.type, failed.data["code"]) == ("refund.failed", "refund_above_paid")
    assert twin.given_back == {}


async def test_a_crash_after_the_answer_gives_back_once(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    twin.dies_after = {"refund"}
    await tell(a_note(payment.id, 400))
    await carry_on()
    assert await news(database) == []
    await carry_on(later=True)

    assert (twin.calls.count("refund"), len(twin.given_back)) == (2, 1)
    assert [each.type for each in await news(database)] == ["refund.succeeded"]


async def test_a_refund_that_takes_its_time_is_told_while_it_does_and_when_it_is_decided(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    twin.answer["refund_status"] = Status.PROCESSING
    await tell(a_note(payment.id, 400))
    for _ in range(2):
        await carry_on(later=True)
    assert [each.type for each in await news(database)] == ["refund.pending"]

    [refunded] = twin.given_back.values()
    failed = replace(refunded, status=Status.FAILED, failure=Failure("account_closed", "hard"))
    twin.say("ch_1", refunds=(failed,))
    await carry_on(later=True)

    _, event = await news(database)
    assert (event.type, event.data["code"]) == ("refund.failed", "account_closed")


async def test_what_the_provider_will_not_give_back_has_failed(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    twin.refusing = {"refund": "too_old"}
    await tell(a_note(payment.id, 400))
    await carry_on()
    await carry_on(later=True)

    [event] = await news(database)
    assert (event.type, event.data["code"]) == ("refund.failed", "too_old")


async def test_while_the_provider_is_away_the_refund_waits(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    twin.away = {"refund"}
    await tell(a_note(payment.id, 400))
    await carry_on()
    await carry_on(later=True)
    twin.away = set()
    await carry_on(later=True)

    assert [each.type for each in await news(database)] == ["refund.succeeded"]


async def test_money_that_came_in_another_way_is_for_others_to_give_back(
    database: Database, payment: Payment, tell: Tell, carry_on: CarryOn, twin: Twin
) -> None:
    await tell(a_note("rpay_1", 400))

    assert await carry_on() == 0
    assert await news(database) == []


async def test_what_was_given_back_past_foyer_is_told_once(
    database: Database, payment: Payment, carry_on: CarryOn, notice: TakeNotice, twin: Twin
) -> None:
    past = Refunded("re_9", Money(250, "EUR"), Status.SUCCEEDED)
    twin.say("ch_1", refunds=(past, Refunded("re_8", Money(1, "EUR"), Status.FAILED)))
    for each in ("n1", "n2"):
        await notice(each)
        await carry_on()
    twin.say("ch_1", refunds=(replace(past, status=Status.FAILED, failure=Failure("returned", "hard")),))
    await notice("n3")
    await carry_on()

    succeeded, failed = await news(database)
    assert (succeeded.type, failed.type) == ("refund.succeeded", "refund.failed")
    assert succeeded.data["refund"].get("credit_note_id") is None
    assert succeeded.data["refund"]["amount"] == {"amount": 250, "currency": "EUR"}
    assert (failed.subject, failed.data["code"]) == (succeeded.subject, "returned")


@pytest.mark.parametrize(
    ("kind", "days", "code"),
    [
        ("card", 1000, None),
        ("sepa_debit", 179, None),
        ("sepa_debit", 180, "refund_window_over"),
        ("us_bank_account", 89, None),
        ("us_bank_account", 90, "refund_window_over"),
        ("boleto", 0, "refund_window_over"),
    ],
)
async def test_after_the_window_of_its_kind_nobody_is_asked(
    database: Database,
    payment: Payment,
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    kind: str,
    days: int,
    code: str | None,
) -> None:
    async with database.session() as session:
        paid_at = NOW - timedelta(days=days)
        await session.execute(update(PaymentRow).values(kind=kind, created_at=paid_at))
    await tell(a_note(payment.id, 400))
    await carry_on()
    [refund] = await kept(database, payment)
    [event] = await news(database)
    assert (refund.failure_code, event.type) == (code, "refund.failed" if code else "refund.succeeded")
    assert [each.amount for each in twin.given_back.values()] == ([] if code else [Money(400, "EUR")])

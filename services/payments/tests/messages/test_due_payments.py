"""Invoices that are to be collected: one charge of each attempt, whatever happens on the way."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, Literal

import pytest
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import Dispute, Failure, ProvidedMethod, Reversal, Status
from foyer_payments.gateways.providers import Providers
from foyer_payments.storage.rows import PaymentMethodRow
from foyer_payments.storage.taken_back import TakenBack
from foyer_payments.use_cases.carry_on_payment import carry_on_payment
from foyer_payments.use_cases.find_next_due import find_next_due
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
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
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW, an_origin
from foyer_shared.testing.outbox import announced
from sqlalchemy import update
from sqlmodel import col

Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
KeepMethod = Callable[..., Awaitable[PaymentMethod]]
PaymentsThere = Callable[[], Awaitable[list[Payment]]]
Twin = Any
AnInvoice = Callable[..., InvoiceData]
A_CARD = ProvidedMethod(token="tok_1", kind="card", last4="4444", brand="visa")
TEN = {"amount": 1000, "currency": "EUR"}


async def news(database: Database) -> list[Envelope]:
    """What was told of money."""
    return [each for each in await announced(database) if each.type.split(".")[0] in {"payment", "dispute"}]


async def types(database: Database) -> list[str]:
    """Of what was told of money."""
    return [each.type for each in await news(database)]


def due(invoice: InvoiceData, *, attempt: int = 1, amount: int = 1000) -> InvoicePaymentDue:
    """All of it."""
    return InvoicePaymentDue(invoice=invoice, attempt=attempt, amount=Amount(amount=amount, currency="EUR"))


async def test_an_invoice_is_collected(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    payments: PaymentsThere,
) -> None:
    method = await keep_method()
    twin.answer = {"fee": Money(35, "EUR")}
    await tell(due(invoice()))
    assert await carry_on() == 1
    assert await carry_on(later=True) == 0

    [payment] = await payments()
    [order] = twin.orders
    assert (order.key, order.amount, order.token) == (payment.id, Money(1000, "EUR"), "tok_visa")
    assert (order.on_session, order.description) == (False, "NW-2026-1")
    assert (payment.status, payment.provided_id) == (PaymentStatus.SUCCEEDED, "ch_1")
    [event] = await news(database)
    assert (event.type, event.subject, event.customerid) == ("payment.succeeded", payment.id, ADA)
    assert event.data == {
        "payment": {
            "payment_id": payment.id,
            "customer_id": ADA,
            "amount": TEN,
            "invoices": [{"invoice_id": "inv_1", "amount": TEN}],
            "payment_method_id": method.id,
            "kind": "card",
            "attempt": 1,
        },
        "fee": {"amount": 35, "currency": "EUR"},
    }


async def test_a_method_that_is_known_by_its_details_is_charged_by_others(
    database: Database,
    tell: Tell,
    add_card: Callable[..., Awaitable[PaymentMethod]],
    carry_on: CarryOn,
    invoice: AnInvoice,
) -> None:
    await add_card()
    await tell(due(invoice()))

    assert await carry_on() == 0
    assert await news(database) == []


async def test_without_any_method_it_has_failed_once(
    database: Database, tell: Tell, carry_on: CarryOn, twin: Twin, invoice: AnInvoice
) -> None:
    """It waits for nobody: its customer is told, and has the usual days to pay in another way."""
    for _ in range(2):
        await tell(due(invoice(), attempt=2), message_id="evt_due")
    await carry_on()
    [failed] = await news(database)
    assert (failed.type, failed.data["severity"], failed.data["code"]) == (
        "payment.failed",
        "hard",
        "no_payment_method",
    )
    assert failed.data["payment"] | {"payment_id": ""} == {
        "payment_id": "",
        "customer_id": ADA,
        "amount": TEN,
        "invoices": [{"invoice_id": "inv_1", "amount": TEN}],
        "payment_method_id": None,
        "kind": None,
        "attempt": 2,
    }
    assert twin.calls == []


async def test_an_instalment_without_any_method_comes_by_transfer(
    database: Database, tell: Tell, carry_on: CarryOn, invoice: AnInvoice
) -> None:
    await tell(due(invoice()).model_copy(update={"plan_id": "plan_1", "instalment": 1}))
    await carry_on()
    assert await news(database) == []


async def test_the_same_attempt_twice_at_once_is_one_charge(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    await asyncio.gather(*(tell(due(invoice()), message_id=f"evt_due_{each}") for each in range(4)))
    await asyncio.gather(carry_on(), carry_on(), carry_on())

    assert len(twin.made) == 1
    assert await types(database) == ["payment.succeeded"]


async def test_two_who_ask_at_once_make_one_charge(
    database: Database,
    tell: Tell,
    keep_method: KeepMethod,
    twin: Twin,
    providers: Providers,
    invoice: AnInvoice,
    payments: PaymentsThere,
) -> None:
    await keep_method()
    await tell(due(invoice()))
    [payment] = await payments()

    await asyncio.gather(*(carry_on_payment(database, providers, payment.id) for _ in range(4)))

    assert len(twin.made) == 1
    assert await types(database) == ["payment.succeeded"]


async def test_a_crash_between_the_answer_and_our_commit_makes_no_second_charge(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    await tell(due(invoice()))
    twin.dies_after = {"charge"}
    assert await carry_on() == 1
    assert await types(database) == []
    assert await carry_on() == 0, "the lease is not over"

    await carry_on(later=True)

    assert (twin.calls.count("charge"), twin.captured()) == (2, 1000)
    assert await types(database) == ["payment.succeeded"]


async def test_a_provider_that_is_away_is_asked_again_with_the_same_key(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    twin.away = {"charge"}
    await tell(due(invoice()))
    for _ in range(20):
        assert await carry_on(later=True) == 1
    assert await news(database) == []

    twin.away = set()
    await carry_on(later=True)

    assert twin.captured() == 1000
    assert await types(database) == ["payment.succeeded"]


@pytest.mark.parametrize(("failure", "severity"), [("insufficient_funds", "soft"), ("stolen_card", "hard")])
async def test_a_decline_is_told_with_its_reason(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    failure: str,
    severity: Literal["hard", "soft"],
) -> None:
    await keep_method()
    twin.answer = {"status": Status.FAILED, "failure": Failure(failure, severity)}
    await tell(due(invoice()))
    await carry_on()

    [event] = await news(database)
    assert (event.type, event.data["code"], event.data["severity"]) == ("payment.failed", failure, severity)
    assert event.data["payment"]["attempt"] == 1


async def test_what_the_provider_will_not_begin_has_failed_for_good(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    twin.refusing = {"charge": "token_unknown"}
    await tell(due(invoice()))
    await carry_on()
    await carry_on(later=True)

    [event] = await news(database)
    assert (event.type, event.data["code"], event.data["severity"]) == (
        "payment.failed",
        "token_unknown",
        "hard",
    )


async def test_a_bank_that_wants_to_ask_somebody_who_is_not_there_is_a_soft_failure(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    twin.answer = {"status": Status.REQUIRES_ACTION, "action_url": "https://twin.test/3ds"}
    await tell(due(invoice()))
    await carry_on()

    asked, failed = await news(database)
    assert (asked.type, asked.data["payment"]["invoices"][0]["invoice_id"]) == (
        "payment.requires_action",
        "inv_1",
    )
    assert (failed.type, failed.data["code"], failed.data["severity"]) == (
        "payment.failed",
        "authentication_required",
        "soft",
    )
    [charged] = twin.made.values()
    assert charged.status is Status.CANCELED, "nobody can finish it behind our back"


async def test_a_debit_is_under_way_before_it_succeeds(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    twin.answer = {"status": Status.PROCESSING}
    await tell(due(invoice()))
    await carry_on()
    await carry_on(later=True)
    assert await types(database) == ["payment.processing"]

    twin.say("ch_1", status=Status.SUCCEEDED)
    await carry_on(later=True)

    assert await types(database) == ["payment.processing", "payment.succeeded"]


async def test_a_clock_waits_for_a_charge_but_not_for_a_provider_that_is_away(
    database: Database, tell: Tell, carry_on: CarryOn, keep_method: KeepMethod, twin: Twin, invoice: AnInvoice
) -> None:
    async def next_due() -> datetime | None:
        async with database.work(an_origin()) as work:
            return await find_next_due(work)

    warned_at = datetime(2030, 8, 2, tzinfo=UTC)  # That the card expires.
    await keep_method()
    twin.away = {"charge"}
    assert await next_due() == warned_at
    await tell(due(invoice()))
    assert await next_due() == NOW
    for _ in range(3):
        await carry_on(later=True)

    assert await next_due() == warned_at


async def test_the_next_attempt_is_another_charge(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    twin.answer = {"status": Status.FAILED, "failure": Failure("insufficient_funds", "soft")}
    await tell(due(invoice()))
    await carry_on()
    twin.answer = {}
    await tell(due(invoice(), attempt=2))
    await carry_on()

    assert await types(database) == ["payment.failed", "payment.succeeded"]
    assert len(twin.made) == 2


async def test_a_method_that_is_added_after_a_failure_is_charged(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    first = await keep_method()
    twin.answer = {"status": Status.FAILED, "failure": Failure("expired_card", "hard")}
    await tell(due(invoice()))
    await carry_on()
    twin.answer = {}
    second = await keep_method(replace(A_CARD, token="tok_second"))
    await tell(due(invoice(), attempt=2))
    await tell(due(invoice("inv_2")), message_id="evt_of_another_invoice")
    await carry_on()

    assert not second.is_default
    told = [(each.type, each.data["payment"]["payment_method_id"]) for each in await news(database)]
    assert told[0] == ("payment.failed", first.id)
    assert sorted(told[1:]) == sorted([("payment.succeeded", second.id), ("payment.succeeded", first.id)])


async def test_nothing_more_is_charged_until_the_invoice_knows_of_the_money(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    await tell(due(invoice(), amount=400))
    await carry_on()
    [first] = await news(database)
    await tell(due(invoice(), attempt=2), version=2)
    await carry_on()
    await carry_on(later=True)
    assert twin.captured() == 400

    await tell(InvoiceBalanceChanged(invoice=invoice(open_amount=600)), version=3, cause=first.id)
    await carry_on(later=True)

    assert twin.captured() == 1000
    assert [order.amount.amount for order in twin.orders] == [400, 600]


@pytest.mark.parametrize("ended", [InvoicePaid, InvoiceVoided])
async def test_what_is_not_to_be_paid_any_more_is_not_charged(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    payments: PaymentsThere,
    ended: type[InvoicePaid | InvoiceVoided],
) -> None:
    await keep_method()
    await tell(due(invoice()))
    await tell(ended(invoice=invoice(open_amount=0)), version=2)
    await carry_on()

    assert twin.calls == []
    assert await news(database) == []
    [payment] = await payments()
    assert payment.status is PaymentStatus.CANCELED


async def test_money_that_is_taken_back_is_told_once_and_may_be_charged_again(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    providers: Providers,
    invoice: AnInvoice,
    notice: Callable[..., Awaitable[int]],
) -> None:
    await keep_method()
    await tell(due(invoice()))
    await carry_on()
    await tell(InvoicePaid(invoice=invoice(open_amount=0)), version=2)
    twin.say("ch_1", reversals=(Reversal("rt_1", Money(1000, "EUR"), Failure("AM04", "soft")),))
    for each in ("n1", "n2"):
        await notice(each)
        await carry_on()

    _, event = await news(database)
    assert (event.type, event.data["code"], event.data["severity"]) == ("payment.reversed", "AM04", "soft")
    assert event.data["amount"] == TEN
    await tell(InvoiceReopened(invoice=invoice()), version=3)
    await tell(due(invoice(), attempt=2), version=3)
    await carry_on()
    assert len(twin.made) == 2


async def test_a_bank_that_gives_again_what_it_took_back_is_heard_once(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    notice: Callable[..., Awaitable[int]],
) -> None:
    """As a dispute that was lost and is won after all; also when both are heard of at once."""
    await keep_method()
    await tell(due(invoice()))
    await carry_on()
    returned = Reversal("rt_1", Money(1000, "EUR"), Failure("AM04", "soft"))
    undone = replace(returned, undone=True)
    at_once = Reversal("rt_2", Money(1, "EUR"), Failure("AM04", "soft"), undone=True)
    for number, reversals in enumerate(((returned,), (undone, at_once), (undone, at_once))):
        twin.say("ch_1", reversals=reversals)
        await notice(f"n{number}")
        await carry_on()

    assert await types(database) == [
        "payment.succeeded",
        *("payment.reversed", "dispute.won", "payment.reversed", "dispute.won"),
    ]
    _, first, won, *_ = await news(database)
    assert won.data["was_lost"]
    assert won.data["dispute"] == {
        "dispute_id": first.data["reversal_id"],
        "payment_id": first.data["payment"]["payment_id"],
        "customer_id": first.customerid,
        "amount": TEN,
    }
    async with database.session() as session:
        assert await TakenBack(session).reversed_of(first.data["payment"]["payment_id"]) == 0


async def test_each_state_of_a_dispute_is_told_once(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    notice: Callable[..., Awaitable[int]],
) -> None:
    await keep_method()
    await tell(due(invoice()))
    await carry_on()
    contested = Dispute("dp_1", Money(1000, "EUR"), "fraudulent", "open")
    for number, dispute in enumerate((contested, contested, replace(contested, status="lost"))):
        twin.say("ch_1", disputes=(dispute,))
        await notice(f"n{number}")
        await carry_on()

    _, opened, lost = await news(database)
    assert (opened.type, lost.type) == ("dispute.opened", "dispute.lost")
    assert opened.data == lost.data
    assert (opened.subjectversion, lost.subjectversion) == (1, 2)
    assert opened.data["dispute"]["amount"] == TEN


async def test_one_that_was_lost_may_be_won_after_all(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    notice: Callable[..., Awaitable[int]],
) -> None:
    """As at Mollie, which takes the money at once; once won it stays so."""
    await keep_method()
    await tell(due(invoice()))
    await carry_on()
    lost = Dispute("dp_1", Money(1000, "EUR"), "fraudulent", "lost")
    won_after_all = replace(lost, status="won")
    for number, dispute in enumerate((lost, won_after_all, won_after_all, lost)):
        twin.say("ch_1", disputes=(dispute,))
        await notice(f"n{number}")
        await carry_on()

    assert await types(database) == ["payment.succeeded", "dispute.opened", "dispute.lost", "dispute.won"]
    *_, won = await news(database)
    assert (won.data["was_lost"], won.subjectversion) == (True, 3)


async def test_a_dispute_that_is_heard_of_when_it_is_over_was_opened_before(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
    notice: Callable[..., Awaitable[int]],
) -> None:
    await keep_method()
    await tell(due(invoice()))
    await carry_on()
    twin.say("ch_1", disputes=(Dispute("dp_1", Money(1000, "EUR"), "fraudulent", "won"),))
    await notice("n1")
    await carry_on()

    assert await types(database) == ["payment.succeeded", "dispute.opened", "dispute.won"]


async def test_another_business_s_invoice_of_that_id_is_another(
    database: Database, tell: Tell, carry_on: CarryOn, keep_method: KeepMethod, twin: Twin, invoice: AnInvoice
) -> None:
    await keep_method()
    await tell(due(invoice()), business_id=f"{NORTHWIND[:-1]}9")

    assert await carry_on() == 0
    assert twin.calls == []


async def expire(database: Database, method: PaymentMethod) -> None:
    """Its month is over."""
    async with database.session() as session:
        of_it = update(PaymentMethodRow).where(col(PaymentMethodRow.id) == method.id)
        await session.execute(of_it.values(exp_year=2026, exp_month=2))


async def test_an_expired_card_is_not_charged_and_the_failure_says_so(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await expire(database, await keep_method())
    await tell(due(invoice()))
    await carry_on(later=True)
    [failed] = await news(database)
    assert (failed.type, failed.data["severity"], failed.data["code"]) == (
        "payment.failed",
        "hard",
        "expired_card",
    )
    assert twin.calls == []


async def test_in_the_place_of_an_expired_card_another_is_charged(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    payments: PaymentsThere,
    invoice: AnInvoice,
) -> None:
    other = await keep_method(A_CARD)
    newest = await keep_method()
    await expire(database, newest)
    async with database.session() as session:
        for each in (other, newest):
            of_it = update(PaymentMethodRow).where(col(PaymentMethodRow.id) == each.id)
            await session.execute(of_it.values(is_default=False))
        await session.execute(of_it.values(is_default=True))
    await tell(due(invoice()))
    await carry_on()
    assert [each.payment_method_id for each in await payments()] == [other.id]


async def test_a_card_that_expires_while_its_charge_waits_is_not_charged(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    card = await keep_method()
    await tell(InvoiceBalanceChanged(invoice=invoice(), reason="payment"))
    await tell(due(invoice()))
    await expire(database, card)
    await carry_on()
    [failed] = await news(database)
    assert (failed.type, failed.data["code"], twin.calls) == ("payment.failed", "expired_card", [])


async def test_an_instalment_that_loses_its_method_while_it_waits_comes_by_transfer(
    database: Database,
    tell: Tell,
    carry_on: CarryOn,
    keep_method: KeepMethod,
    payments: PaymentsThere,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    card = await keep_method()
    await tell(InvoiceBalanceChanged(invoice=invoice(), reason="payment"))
    await tell(due(invoice()).model_copy(update={"plan_id": "plan_1", "instalment": 1}))
    async with database.work(an_origin()) as work:
        await remove_payment_method(work, card.id)
    await carry_on()
    assert [each.status for each in await payments()] == [PaymentStatus.CANCELED]
    assert (await news(database), twin.orders) == ([], [])

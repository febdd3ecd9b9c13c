"""Customers pay: one invoice, several, or part of one; never more than is open, and never twice."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import pytest_asyncio
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Failure, ProvidedMethod, Status
from foyer_payments.storage.rows import MandateRow, PaymentMethodRow, PaymentRow
from foyer_payments.use_cases.remove_payment_method import remove_payment_method
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import (
    InvoiceBalanceChanged,
    InvoiceData,
    InvoiceFinalized,
    InvoicePaid,
    InvoicePaymentDue,
)
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient, Response
from sqlalchemy import text, update

Client = Callable[..., AsyncClient]
Stored = Callable[..., Awaitable[str]]
CarryOn = Callable[..., Awaitable[int]]
KeepMethod = Callable[..., Awaitable[PaymentMethod]]
Tell = Callable[..., Awaitable[None]]
AnInvoice = Callable[..., InvoiceData]
Twin = Any
SCOPES = ("payments:read", "payments:write")
GRACE = "cus_01jdgrace000e8000000000000"
WAITING = text(
    """
    SELECT count(*) FROM pg_sleep(0.01), pg_locks JOIN pg_stat_activity USING (pid)
    WHERE NOT granted AND datname = current_database()
    """
)
"""How many wait for a lock."""

BACK = "/payments/{id}"
ONE = {"invoices": [{"invoice_id": "inv_1"}], "return_path": BACK}
ON_PAGE = {"status": Status.REQUIRES_ACTION, "action_url": "https://twin.test/3ds"}
VISA = ProvidedMethod(
    token="tok_new",
    kind="card",
    last4="4444",
    brand="visa",
    expires_on=Expiry(2030, 8),
    holder="Ada Lovelace",
)

SEPA = ProvidedMethod(token="tok_sepa", kind="sepa_debit", last4="3000", iban="DE89370400440532013000")


@pytest_asyncio.fixture
async def open_invoice(tell: Tell, invoice: AnInvoice, account_id: str) -> None:
    """One of ten euros, as `inv_1`."""
    await tell(InvoiceFinalized(invoice=invoice()))


async def money(database: Database) -> list[str]:
    """The types of what was told of payments."""
    return [each.type for each in await announced(database) if each.type.startswith("payment.")]


async def test_an_invoice_is_paid_with_a_saved_method(
    database: Database, by_customer: Client, open_invoice: None, keep_method: KeepMethod, twin: Twin
) -> None:
    method = await keep_method()
    async with by_customer(scopes=SCOPES) as ada:
        paid = await ada.post("/customer/payments", json=ONE | {"payment_method_id": method.id})
        payment = paid.json()
        read = await ada.get(f"/customer/payments/{payment['id']}")
        listed = await ada.get("/customer/payments")

    assert paid.status_code == 201
    assert payment == {
        "id": payment["id"],
        "customer_id": method.customer_id,
        "status": "succeeded",
        "amount": {"amount": 1000, "currency": "EUR"},
        "invoices": [{"invoice_id": "inv_1", "amount": {"amount": 1000, "currency": "EUR"}}],
        "payment_method_id": method.id,
        "kind": "card",
        "action_url": None,
        "failure": None,
        "created_at": "2026-03-10T09:30:00Z",
    }
    assert (read.json(), listed.json()["data"]) == (payment, [payment])
    [order] = twin.orders
    assert (order.key, order.token, order.on_session) == (payment["id"], "tok_visa", True)
    assert order.return_url == f"https://northwind.test/payments/{payment['id']}"
    event = (await announced(database))[-1]
    assert (event.type, event.data["payment"].get("attempt")) == ("payment.succeeded", None)


async def test_a_new_method_is_asked_for_and_kept_when_wanted(
    database: Database, by_customer: Client, open_invoice: None, twin: Twin
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        begun = (await ada.post("/customer/payments", json=ONE | {"kind": "card", "save": True})).json()
        twin.say("ch_1", status=Status.SUCCEEDED, method=VISA)
        done = (await ada.post(f"/customer/payments/{begun['id']}/look")).json()
        [method] = (await ada.get("/customer/payment-methods")).json()["data"]

    assert (begun["status"], begun["action_url"]) == ("requires_action", "https://twin.test/3ds")
    assert twin.orders[0].kinds == ("card",)
    assert (done["status"], done["action_url"]) == ("succeeded", None)
    assert (done["payment_method_id"], method["label"]) == (method["id"], "Visa ···4444")
    assert [each.type for each in await announced(database)] == ["payment_method.added", "payment.succeeded"]


@pytest.mark.parametrize(
    "method",
    [replace(VISA, kept=False), ProvidedMethod(token="tok_slip", kind="boleto", last4="")],
    ids=["at the provider", "of its kind"],
)
async def test_what_is_not_kept_pays_and_joins_no_others(
    database: Database, by_customer: Client, open_invoice: None, twin: Twin, method: ProvidedMethod
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        begun = (await ada.post("/customer/payments", json=ONE | {"kind": "card", "save": True})).json()
        twin.say("ch_1", status=Status.SUCCEEDED, method=method)
        done = (await ada.post(f"/customer/payments/{begun['id']}/look")).json()
        methods = (await ada.get("/customer/payment-methods")).json()["data"]

    assert (done["status"], done["kind"], done["payment_method_id"]) == ("succeeded", method.kind, None)
    assert methods == []
    assert [each.type for each in await announced(database)] == ["payment.succeeded"]


async def test_what_paid_before_its_mandate_came_is_kept_when_it_comes(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    carry_on: Callable[..., Awaitable[int]],
    twin: Twin,
) -> None:
    """As by iDEAL, of which a provider makes a direct debit later."""
    twin.answer = ON_PAGE
    ideal = ProvidedMethod(token="tr_1", kind="ideal", last4="", kept=False)
    async with by_customer(scopes=SCOPES) as ada:
        begun = (await ada.post("/customer/payments", json=ONE | {"kind": "ideal", "save": True})).json()
        twin.say("ch_1", status=Status.SUCCEEDED, method=ideal)
        paid = (await ada.post(f"/customer/payments/{begun['id']}/look")).json()
        assert await carry_on(later=True) == 1  # It is still waited for.
        assert (await ada.get("/customer/payment-methods")).json()["data"] == []

        twin.say("ch_1", method=SEPA)
        assert await carry_on(later=True) == 1
        assert await carry_on(later=True) == 0
        [method] = (await ada.get("/customer/payment-methods")).json()["data"]
        kept = (await ada.get(f"/customer/payments/{begun['id']}")).json()

    assert (paid["status"], paid["payment_method_id"]) == ("succeeded", None)
    assert (kept["status"], kept["payment_method_id"]) == ("succeeded", method["id"])
    assert (method["kind"], method["mandate"]["status"]) == ("sepa_debit", "active")
    types = [each.type for each in await announced(database)]
    assert types == ["payment.succeeded", "payment_method.added", "mandate.activated"]


async def test_a_mandate_that_never_comes_is_waited_for_a_week(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    carry_on: Callable[..., Awaitable[int]],
    twin: Twin,
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        begun = (await ada.post("/customer/payments", json=ONE | {"kind": "card", "save": True})).json()
        twin.say("ch_1", status=Status.SUCCEEDED, method=replace(VISA, kept=False))
        await ada.post(f"/customer/payments/{begun['id']}/look")
    async with database.session() as session:
        week = PaymentRow.begun_at - timedelta(days=7, minutes=1)
        await session.execute(update(PaymentRow).values(begun_at=week))
    assert [await carry_on(later=True) for _ in range(2)] == [1, 0]


async def test_several_invoices_and_parts_are_one_charge(
    by_customer: Client, open_invoice: None, tell: Tell, invoice: AnInvoice, twin: Twin
) -> None:
    await tell(InvoiceFinalized(invoice=invoice("inv_2", open_amount=700)))
    named = [{"invoice_id": "inv_2"}, {"invoice_id": "inv_1", "amount": 300}]
    async with by_customer(scopes=SCOPES) as ada:
        paid = (await ada.post("/customer/payments", json=ONE | {"invoices": named})).json()

    assert paid["amount"] == {"amount": 1000, "currency": "EUR"}
    assert [(each["invoice_id"], each["amount"]["amount"]) for each in paid["invoices"]] == [
        ("inv_2", 700),
        ("inv_1", 300),
    ]
    assert twin.orders[0].description == "NW-2026-2, NW-2026-1"


@pytest.mark.parametrize(
    ("wrong", "status", "code"),
    [
        ({"invoices": []}, 422, "nothing_to_pay"),
        ({"invoices": [{"invoice_id": f"inv_{n}"} for n in range(51)]}, 422, "nothing_to_pay"),
        ({"invoices": [{"invoice_id": "inv_1"}] * 2}, 422, "invoice_named_twice"),
        ({"invoices": [{"invoice_id": "inv_9"}]}, 404, "invoice_not_found"),
        ({"invoices": [{"invoice_id": "inv_3"}]}, 404, "invoice_not_found"),
        ({"invoices": [{"invoice_id": "inv_1"}, {"invoice_id": "inv_4"}]}, 422, "currency_mixed"),
        ({"invoices": [{"invoice_id": "inv_5"}]}, 409, "invoice_not_payable"),
        ({"invoices": [{"invoice_id": "inv_1", "amount": 0}]}, 422, "amount_not_positive"),
        ({"invoices": [{"invoice_id": "inv_1", "amount": -1}]}, 422, "amount_not_positive"),
        ({"invoices": [{"invoice_id": "inv_1", "amount": 1001}]}, 422, "amount_above_open"),
        ({"kind": "barter"}, 422, "unknown_method_kind"),
        ({"payment_method_id": "pm_1", "kind": "card"}, 422, "method_and_kind"),
        ({"payment_method_id": "pm_1"}, 404, "payment_method_not_found"),
        ({"return_path": "//evil.test"}, 422, "return_path_malformed"),
    ],
)
async def test_bad_input_is_refused_and_changes_nothing(
    by_customer: Client,
    open_invoice: None,
    tell: Tell,
    invoice: AnInvoice,
    twin: Twin,
    stored: Stored,
    wrong: dict[str, object],
    status: int,
    code: str,
) -> None:
    await tell(InvoiceFinalized(invoice=invoice("inv_3", customer_id=GRACE)))
    await tell(InvoiceFinalized(invoice=invoice("inv_4", currency="USD")))
    await tell(InvoicePaid(invoice=invoice("inv_5", open_amount=0)))
    before = await stored()

    async with by_customer(scopes=SCOPES) as ada:
        refused = await ada.post("/customer/payments", json=ONE | wrong)

    assert (refused.status_code, refused.json()["code"]) == (status, code)
    assert (await stored(), twin.calls) == (before, [])


async def test_a_method_whose_mandate_has_lapsed_cannot_be_charged(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    stored: Stored,
    twin: Twin,
) -> None:
    debit = await keep_method(SEPA)
    async with database.session() as session:
        await session.execute(update(MandateRow).values(status=MandateStatus.LAPSED))
    before = await stored()
    async with by_customer(scopes=SCOPES) as ada:
        refused = await ada.post("/customer/payments", json=ONE | {"payment_method_id": debit.id})

    assert (refused.status_code, refused.json()["code"]) == (409, "payment_method_not_chargeable")
    assert (await stored(), twin.calls) == (before, [])


async def test_an_expired_card_cannot_be_charged(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    stored: Stored,
    twin: Twin,
) -> None:
    card = await keep_method(VISA)
    async with database.session() as session:
        await session.execute(update(PaymentMethodRow).values(exp_year=2025))
    before = await stored()
    async with by_customer(scopes=SCOPES) as ada:
        refused = await ada.post("/customer/payments", json=ONE | {"payment_method_id": card.id})

    assert (refused.status_code, refused.json()["code"]) == (409, "payment_method_expired")
    assert (await stored(), twin.calls) == (before, [])


async def test_a_method_that_is_being_removed_is_waited_for(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    keep_method: Callable[..., Awaitable[PaymentMethod]],
    twin: Twin,
) -> None:
    card = await keep_method(VISA)
    async with by_customer(scopes=SCOPES) as ada:
        async with database.work(an_origin()) as work:
            await remove_payment_method(work, card.id)
            paying = asyncio.create_task(
                ada.post("/customer/payments", json=ONE | {"payment_method_id": card.id})
            )
            async with database.session() as session:
                while not await session.scalar(WAITING):
                    pass
        refused = await paying

    assert (refused.status_code, refused.json()["code"]) == (404, "payment_method_not_found")
    assert twin.calls == []


async def test_a_method_that_is_known_by_its_details_cannot_be_charged(
    by_customer: Client,
    open_invoice: None,
    add_card: Callable[..., Awaitable[PaymentMethod]],
    twin: Twin,
) -> None:
    card = await add_card()
    async with by_customer(scopes=SCOPES) as ada:
        refused = await ada.post("/customer/payments", json=ONE | {"payment_method_id": card.id})

    assert (refused.status_code, refused.json()["code"]) == (409, "payment_method_not_chargeable")
    assert twin.calls == []


async def test_another_customer_s_method_and_payment_are_not_there(
    by_customer: Client,
    open_invoice: None,
    tell: Tell,
    invoice: AnInvoice,
    keep_method: KeepMethod,
    twin: Twin,
) -> None:
    method = await keep_method()
    await tell(InvoiceFinalized(invoice=invoice("inv_3", customer_id=GRACE)))
    async with by_customer(scopes=SCOPES) as ada:
        payment = (await ada.post("/customer/payments", json=ONE)).json()
    calls = [*twin.calls]
    hers = {"invoices": [{"invoice_id": "inv_3"}], "return_path": BACK, "payment_method_id": method.id}
    async with by_customer(GRACE, scopes=SCOPES) as grace:
        answers = [
            await grace.post("/customer/payments", json=hers),
            await grace.get(f"/customer/payments/{payment['id']}"),
            await grace.post(f"/customer/payments/{payment['id']}/look"),
        ]
        listed = await grace.get("/customer/payments")

    assert [(each.status_code, each.json()["code"]) for each in answers] == [
        (404, "payment_method_not_found"),
        (404, "payment_not_found"),
        (404, "payment_not_found"),
    ]
    assert listed.json()["data"] == []
    assert twin.calls == calls


async def test_paying_twice_at_once_is_one_charge(
    database: Database, by_customer: Client, open_invoice: None, keep_method: KeepMethod, twin: Twin
) -> None:
    method = await keep_method()
    async with by_customer(scopes=SCOPES) as ada:

        async def pay() -> Response:
            return await ada.post("/customer/payments", json=ONE | {"payment_method_id": method.id})

        answers = await asyncio.gather(*(pay() for _ in range(4)))

    assert sorted(each.status_code for each in answers) == [201, 409, 409, 409]
    assert {each.json().get("code") for each in answers} == {None, "payment_under_way"}
    assert twin.captured() == 1000
    assert await money(database) == ["payment.succeeded"]


async def test_the_same_key_is_the_same_payment(
    by_customer: Client, open_invoice: None, keep_method: KeepMethod, twin: Twin
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        key = {"Idempotency-Key": "pay-1"}
        first = (await ada.post("/customer/payments", json=ONE, headers=key)).json()
        twin.say("ch_1", status=Status.SUCCEEDED)
        again = (await ada.post("/customer/payments", json=ONE, headers=key)).json()

    assert (first["status"], again["status"]) == ("requires_action", "succeeded")
    assert again["id"] == first["id"]
    assert len(twin.made) == 1


async def test_a_second_try_cancels_what_waits_for_the_customer(
    database: Database, by_customer: Client, open_invoice: None, twin: Twin
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        first = (await ada.post("/customer/payments", json=ONE)).json()
        twin.answer = {}
        second = await ada.post("/customer/payments", json=ONE)
        first = (await ada.get(f"/customer/payments/{first['id']}")).json()

    assert (first["status"], second.status_code, second.json()["status"]) == ("canceled", 201, "succeeded")
    assert [each.status for each in twin.made.values()] == [Status.CANCELED, Status.SUCCEEDED]
    assert await money(database) == ["payment.succeeded"]


async def test_a_second_try_that_comes_too_late_applies_the_first(
    database: Database, by_customer: Client, open_invoice: None, twin: Twin
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        first = (await ada.post("/customer/payments", json=ONE)).json()
        twin.say("ch_1", status=Status.SUCCEEDED)
        second = await ada.post("/customer/payments", json=ONE)
        first = (await ada.get(f"/customer/payments/{first['id']}")).json()

    assert (second.status_code, second.json()["code"]) == (409, "payment_under_way")
    assert (first["status"], twin.captured()) == ("succeeded", 1000)
    assert await money(database) == ["payment.succeeded"]


async def test_a_part_may_follow_once_the_invoice_knows_of_the_first(
    database: Database, by_customer: Client, open_invoice: None, tell: Tell, invoice: AnInvoice, twin: Twin
) -> None:
    part = ONE | {"invoices": [{"invoice_id": "inv_1", "amount": 400}]}
    async with by_customer(scopes=SCOPES) as ada:
        await ada.post("/customer/payments", json=part)
        too_early = await ada.post("/customer/payments", json=ONE)
        cause = (await announced(database))[-1].id
        # What was on its way when the money came knows nothing of it.
        await tell(InvoiceBalanceChanged(invoice=invoice()), version=2, cause="evt_of_another")
        still = await ada.post("/customer/payments", json=ONE)
        await tell(InvoiceBalanceChanged(invoice=invoice(open_amount=600)), version=3, cause=cause)
        rest = await ada.post("/customer/payments", json=ONE)

    assert [each.status_code for each in (too_early, still, rest)] == [409, 409, 201]
    assert rest.json()["amount"]["amount"] == 600
    assert twin.captured() == 1000


async def test_a_failed_payment_lets_the_customer_try_again(
    database: Database, by_customer: Client, open_invoice: None, twin: Twin
) -> None:
    twin.answer = {"status": Status.FAILED, "failure": Failure("insufficient_funds", "soft")}
    async with by_customer(scopes=SCOPES) as ada:
        failed = (await ada.post("/customer/payments", json=ONE)).json()
        twin.answer = {}
        paid = (await ada.post("/customer/payments", json=ONE)).json()

    assert (failed["status"], failed["failure"]) == (
        "failed",
        {"code": "insufficient_funds", "severity": "soft"},
    )
    assert paid["status"] == "succeeded"
    assert await money(database) == ["payment.failed", "payment.succeeded"]


async def test_while_the_provider_is_away_the_payment_is_under_way(
    by_customer: Client, open_invoice: None, carry_on: CarryOn, twin: Twin
) -> None:
    twin.away = {"charge"}
    async with by_customer(scopes=SCOPES) as ada:
        begun = (await ada.post("/customer/payments", json=ONE)).json()
        again = await ada.post("/customer/payments", json=ONE)
        twin.away = set()
        await carry_on(later=True)
        done = (await ada.get(f"/customer/payments/{begun['id']}")).json()

    assert (begun["status"], done["status"]) == ("created", "succeeded")
    assert (again.status_code, again.json()["code"]) == (409, "payment_under_way")
    assert twin.captured() == 1000


async def test_a_charge_that_is_due_takes_over_from_a_customer_who_went_away(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    keep_method: KeepMethod,
    tell: Tell,
    invoice: AnInvoice,
    carry_on: CarryOn,
    twin: Twin,
) -> None:
    await keep_method()
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        await ada.post("/customer/payments", json=ONE)
    twin.answer = {}
    due = InvoicePaymentDue(invoice=invoice(), attempt=1, amount=Amount(amount=1000, currency="EUR"))
    await tell(due, version=2)
    await carry_on()

    assert [each.status for each in twin.made.values()] == [Status.CANCELED, Status.SUCCEEDED]
    assert await money(database) == ["payment.succeeded"]


@pytest.mark.parametrize("why", ["settled", "abandoned"])
async def test_nobody_can_finish_what_is_not_waited_for_any_more(
    database: Database,
    by_customer: Client,
    open_invoice: None,
    tell: Tell,
    invoice: AnInvoice,
    carry_on: CarryOn,
    twin: Twin,
    why: str,
) -> None:
    twin.answer = ON_PAGE
    async with by_customer(scopes=SCOPES) as ada:
        payment = (await ada.post("/customer/payments", json=ONE)).json()
        if why == "settled":
            await tell(InvoicePaid(invoice=invoice(open_amount=0)), version=2)
            await carry_on()
        else:
            await carry_on(later=True)
            waiting = (await ada.get(f"/customer/payments/{payment['id']}")).json()
            assert waiting["status"] == "requires_action"
            async with database.session() as session:
                kept = await session.get_one(PaymentRow, payment["id"])
                kept.begun_at -= timedelta(days=1, seconds=1)
                session.add(kept)
                await session.flush()
            await carry_on(later=True)
        after = (await ada.get(f"/customer/payments/{payment['id']}")).json()

    assert (after["status"], after["action_url"]) == ("canceled", None)
    [charged] = twin.made.values()
    assert charged.status is Status.CANCELED
    assert await money(database) == []


async def test_reading_is_not_paying(by_customer: Client, open_invoice: None, twin: Twin) -> None:
    async with by_customer() as reader:
        refused = await reader.post("/customer/payments", json=ONE)

    assert (refused.status_code, twin.calls) == (403, [])

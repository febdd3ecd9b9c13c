"""Payment methods are removed, but never the last one that a subscription needs."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_payments.domain.payment import Payment
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.payment_states import PaymentStatus
from foyer_payments.domain.provided import ProvidedMethod
from foyer_payments.use_cases.record_mandate import record_mandate
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceBalanceChanged, InvoiceData, InvoicePaymentDue
from foyer_shared.storage.database import Database
from foyer_shared.storage.sealing import Seal
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

AddCard = Callable[..., Awaitable[PaymentMethod]]
Client = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[str]]
Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
Twin = Any
GRACE = "cus_01jdgrace000e8000000000000"
WRITE = ("payments:read", "payments:write")
A_CARD = ProvidedMethod(token="tok_1", kind="card", last4="4444", brand="visa")


def due(invoice: InvoiceData, *, attempt: int = 1, amount: int = 1000) -> InvoicePaymentDue:
    """An attempt to collect it."""
    return InvoicePaymentDue(invoice=invoice, attempt=attempt, amount=Amount(amount=amount, currency="EUR"))


async def there(client: AsyncClient) -> dict[str, bool]:
    """Ada's methods, and which of them is the default."""
    found = (await client.get("/customer/payment-methods")).json()["data"]
    shown = (await client.get("/customer/overview")).json()["methods"]
    methods = {each["id"]: each["is_default"] for each in found}
    assert {each["id"]: each["is_default"] for each in shown} == methods
    return methods


@pytest.mark.parametrize("surface", ["/customer", "/v1"])
async def test_one_that_nothing_needs_goes(
    database: Database, add_card: AddCard, by_customer: Client, by_business: Client, surface: str
) -> None:
    card = await add_card()

    async with by_customer(scopes=WRITE) as ada, by_business() as business:
        client = ada if surface == "/customer" else business
        path = f"{surface}/payment-methods/{card.id}"
        answer = await client.delete(path, headers={"Idempotency-Key": "k1"})
        repeated = await client.delete(path, headers={"Idempotency-Key": "k1"})
        again = await client.delete(path)
        assert await there(ada) == {}
        exported = (await ada.get("/customer/export")).json()["payment_methods"]
        read = await business.get(f"/v1/payment-methods/{card.id}")
        default = await ada.put(f"/customer/payment-methods/{card.id}/default")

    assert answer.status_code == 200
    assert (answer.json()["id"], answer.json()["status"], answer.json()["is_default"]) == (
        card.id,
        "removed",
        False,
    )
    assert repeated.json() == answer.json()
    assert [(each.status_code, each.json()["code"]) for each in (again, read, default)] == [
        (404, "payment_method_not_found")
    ] * 3
    assert exported == [answer.json()]
    _, event = await announced(database)
    assert (event.type, event.subject, event.subjectversion, event.customerid) == (
        "payment_method.removed",
        card.id,
        2,
        ADA,
    )
    assert event.data["payment_method"]["is_default"] is False


async def test_the_next_one_becomes_the_default(
    database: Database, add_card: AddCard, by_customer: Client
) -> None:
    first, second = await add_card(), await add_card(last4="4444")

    async with by_customer(scopes=WRITE) as ada:
        await ada.delete(f"/customer/payment-methods/{first.id}")
        assert await there(ada) == {second.id: True}

    *_, removed, changed = await announced(database)
    assert (removed.type, removed.subject) == ("payment_method.removed", first.id)
    assert (changed.type, changed.subject, changed.subjectversion) == (
        "payment_method.default_changed",
        second.id,
        2,
    )
    assert changed.data["payment_method"]["is_default"] is True


async def test_one_that_is_not_the_default_goes_alone(
    database: Database, add_card: AddCard, by_customer: Client
) -> None:
    first, second = await add_card(), await add_card(last4="4444")

    async with by_customer(scopes=WRITE) as ada:
        await ada.delete(f"/customer/payment-methods/{second.id}")
        assert await there(ada) == {first.id: True}

    assert [each.type for each in await announced(database)][2:] == ["payment_method.removed"]


@pytest.mark.parametrize("surface", ["/customer", "/v1"])
async def test_the_last_one_that_a_subscription_needs_stays(
    add_card: AddCard,
    by_customer: Client,
    by_business: Client,
    stored: Stored,
    tell_subscription: Tell,
    surface: str,
) -> None:
    card = await add_card()
    await tell_subscription("sub_2", name="Team plan")
    await tell_subscription("sub_1")
    await tell_subscription("sub_3", collection="invoice")
    await tell_subscription("sub_4", status="canceled")
    await tell_subscription("sub_5", customer_id=GRACE)
    before = await stored()

    async with by_customer(scopes=WRITE) as ada, by_business() as business:
        client = ada if surface == "/customer" else business
        refused = await client.delete(
            f"{surface}/payment-methods/{card.id}", headers={"Idempotency-Key": "k1"}
        )

    assert (refused.status_code, refused.json()["code"]) == (409, "payment_method_needed")
    assert refused.json()["errors"] == [
        {"subscription_id": "sub_1", "name": "Support plan"},
        {"subscription_id": "sub_2", "name": "Team plan"},
    ]
    assert await stored() == before


async def test_what_would_happen_is_shown_before(
    add_card: AddCard, by_customer: Client, tell_subscription: Tell
) -> None:
    first = await add_card()
    await tell_subscription()
    path = "/customer/payment-methods"

    async with by_customer() as ada, by_customer(GRACE) as grace:
        alone = (await ada.get(f"{path}/{first.id}")).json()
        second = await add_card(last4="4444")
        default, other = [(await ada.get(f"{path}/{each.id}")).json() for each in (first, second)]
        not_hers = await grace.get(f"{path}/{first.id}")

    assert (alone["id"], alone["needed_by"], alone["heir"]) == (
        first.id,
        [{"id": "sub_1", "name": "Support plan"}],
        None,
    )
    assert (default["needed_by"], default["heir"]) == ([], "Visa ···4444")
    assert (other["needed_by"], other["heir"]) == ([], None)
    assert (not_hers.status_code, not_hers.json()["code"]) == (404, "payment_method_not_found")


async def test_once_it_is_paid_by_invoice_the_last_one_goes(
    add_card: AddCard, by_customer: Client, tell_subscription: Tell
) -> None:
    card = await add_card()
    await tell_subscription()
    await tell_subscription(version=2, collection="invoice")

    async with by_customer(scopes=WRITE) as ada:
        assert (await ada.delete(f"/customer/payment-methods/{card.id}")).status_code == 200


async def test_of_the_last_two_at_once_one_stays(
    add_card: AddCard, by_customer: Client, tell_subscription: Tell
) -> None:
    cards = [await add_card(last4=f"000{number}") for number in range(4)]
    await tell_subscription()

    async with by_customer(scopes=WRITE) as ada:
        answers = await asyncio.gather(
            *(ada.delete(f"/customer/payment-methods/{each.id}") for each in cards)
        )
        [left] = (await there(ada)).items()

    assert sorted(each.status_code for each in answers) == [200, 200, 200, 409]
    [refused] = [card.id for card, each in zip(cards, answers, strict=True) if each.status_code == 409]
    assert left == (refused, True)


async def test_a_mandate_is_revoked_with_it(
    database: Database, seal: Seal, by_customer: Client, by_business: Client
) -> None:
    async with database.work(an_origin()) as work:
        mandate = await record_mandate(
            work, seal, customer_id=ADA, iban="NL91 ABNA 0417 1643 00", holder="Ada Lovelace"
        )

    async with by_customer(scopes=WRITE) as ada, by_business() as business:
        answer = await ada.delete(f"/customer/payment-methods/{mandate.payment_method_id}")
        [listed] = (await ada.get("/customer/mandates")).json()["data"]
        read = (await business.get(f"/v1/mandates/{mandate.id}")).json()

    assert answer.json()["mandate"] == listed == read
    assert (read["status"], read["reference"]) == ("revoked", mandate.reference)
    *_, event = await announced(database)
    assert (event.type, event.subject, event.subjectversion) == ("mandate.revoked", mandate.id, 2)
    assert event.data["mandate"] == {
        "mandate_id": mandate.id,
        "payment_method_id": mandate.payment_method_id,
        "customer_id": ADA,
        "reference": mandate.reference,
    }


async def test_its_provider_is_told_until_it_has_heard(
    keep_method: AddCard, by_customer: Client, carry_on: CarryOn, twin: Twin, stored: Stored
) -> None:
    card, other = await keep_method(), await keep_method(A_CARD)
    async with by_customer(scopes=WRITE) as ada:
        removed = await ada.delete(f"/customer/payment-methods/{card.id}")
        assert await there(ada) == {other.id: True}
    assert removed.json()["chargeable"] is False

    twin.away = {"forget_method"}
    assert await carry_on() == 1
    twin.away, twin.refusing = set(), {"forget_method": "not_now"}
    assert await carry_on(later=True) == 1
    assert (twin.forgotten, "tok_visa" in await stored()) == ([], True)

    twin.refusing = {}
    assert await carry_on(later=True) == 1
    assert await carry_on(later=True) == 0
    assert (twin.forgotten, "tok_visa" in await stored()) == (["tok_visa"], False)


async def test_one_by_its_details_alone_has_no_provider_to_tell(
    add_card: AddCard, by_customer: Client, carry_on: CarryOn
) -> None:
    card = await add_card()
    async with by_customer(scopes=WRITE) as ada:
        await ada.delete(f"/customer/payment-methods/{card.id}")

    assert await carry_on(later=True) == 0


async def test_it_is_not_forgotten_while_a_charge_waits_for_its_answer(
    keep_method: AddCard,
    by_customer: Client,
    carry_on: CarryOn,
    tell: Tell,
    twin: Twin,
    invoice: Callable[..., InvoiceData],
) -> None:
    card = await keep_method()
    await tell(due(invoice()))
    twin.away = {"charge"}
    await carry_on()
    async with by_customer(scopes=WRITE) as ada:
        assert (await ada.delete(f"/customer/payment-methods/{card.id}")).status_code == 200
    await carry_on()
    assert twin.forgotten == []

    twin.away = set()
    await carry_on(later=True)
    await carry_on(later=True)
    assert (twin.captured(), twin.forgotten) == (1000, ["tok_visa"])


async def test_a_removed_one_is_charged_no_more(
    keep_method: AddCard,
    by_customer: Client,
    carry_on: CarryOn,
    tell: Tell,
    twin: Twin,
    invoice: Callable[..., InvoiceData],
) -> None:
    card, other = await keep_method(), await keep_method(A_CARD)
    async with by_customer(scopes=WRITE) as ada:
        await ada.delete(f"/customer/payment-methods/{card.id}")
        await tell(due(invoice()))
        await carry_on()
        assert [each.token for each in twin.orders] == ["tok_1"]
        await ada.delete(f"/customer/payment-methods/{other.id}")
        await tell(due(invoice("inv_2")))
        await carry_on()

    assert [each.token for each in twin.orders] == ["tok_1"]


async def test_a_charge_that_waits_for_another_is_made_with_what_is_left(
    keep_method: AddCard,
    by_customer: Client,
    carry_on: CarryOn,
    tell: Tell,
    twin: Twin,
    database: Database,
    invoice: Callable[..., InvoiceData],
) -> None:
    card, _ = await keep_method(), await keep_method(A_CARD)
    await tell(due(invoice(), amount=400))
    await carry_on()
    *_, paid = await announced(database)
    await tell(due(invoice(), attempt=2), version=2)
    await carry_on(later=True)
    async with by_customer(scopes=WRITE) as ada:
        await ada.delete(f"/customer/payment-methods/{card.id}")
    await tell(InvoiceBalanceChanged(invoice=invoice(open_amount=600)), version=3, cause=paid.id)
    await carry_on(later=True)

    assert [(each.token, each.amount.amount) for each in twin.orders] == [("tok_visa", 400), ("tok_1", 600)]


@pytest.mark.parametrize("by_others", [True, False])
async def test_a_charge_that_nobody_was_asked_for_is_not_made_with_a_removed_one(
    keep_method: AddCard,
    add_card: AddCard,
    by_customer: Client,
    carry_on: CarryOn,
    tell: Tell,
    twin: Twin,
    database: Database,
    invoice: Callable[..., InvoiceData],
    payments: Callable[[], Awaitable[list[Payment]]],
    *,
    by_others: bool,
) -> None:
    """Without any other the attempt has failed; one known by its details alone is charged by others."""
    card = await keep_method()
    if by_others:
        await add_card()
    await tell(due(invoice()))
    async with by_customer(scopes=WRITE) as ada:
        await ada.delete(f"/customer/payment-methods/{card.id}")
    await carry_on()

    [payment] = await payments()
    told = [
        (each.data["severity"], each.data["code"], each.data["payment"]["attempt"])
        for each in await announced(database)
        if each.type.startswith("payment.")
    ]
    assert twin.orders == []
    assert (payment.status, told) == (
        (PaymentStatus.CANCELED, [])
        if by_others
        else (PaymentStatus.FAILED, [("hard", "no_payment_method", 1)])
    )


async def test_what_is_another_s_is_not_there(
    add_card: AddCard, by_customer: Client, by_business: Client, stored: Stored
) -> None:
    card = await add_card()
    before = await stored()

    async with by_customer(GRACE, scopes=WRITE) as grace, by_business(business_id=CONTOSO) as contoso:
        refused = [
            await grace.delete(f"/customer/payment-methods/{card.id}"),
            await contoso.delete(f"/v1/payment-methods/{card.id}"),
            await contoso.delete("/v1/payment-methods/pm_none"),
        ]

    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (404, "payment_method_not_found")
    ] * 3
    assert await stored() == before


async def test_reading_is_not_enough(add_card: AddCard, by_customer: Client, stored: Stored) -> None:
    card = await add_card()
    before = await stored()
    async with by_customer() as ada:
        refused = await ada.delete(f"/customer/payment-methods/{card.id}")

    assert refused.status_code == 403
    assert await stored() == before

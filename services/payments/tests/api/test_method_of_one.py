"""A method is used for one subscription, whichever is the default for all else."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from foyer_payments.domain.expiry import Expiry
from foyer_payments.domain.mandate_states import MandateStatus
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.domain.provided import Failure, ProvidedMethod, Status
from foyer_payments.storage.payment_methods import PaymentMethods
from foyer_payments.storage.rows import MandateRow, PaymentMethodRow
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.invoicing import InvoiceData, InvoicePaymentDue
from foyer_shared.contracts.subscriptions import SubscriptionCanceled, SubscriptionCollectionChanged
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND, NOW
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient
from sqlalchemy import update
from sqlmodel import col

KeepMethod = Callable[..., Awaitable[PaymentMethod]]
Client = Callable[..., AsyncClient]
Stored = Callable[..., Awaitable[str]]
Tell = Callable[..., Awaitable[None]]
CarryOn = Callable[..., Awaitable[int]]
AnInvoice = Callable[..., InvoiceData]
Twin = Any
GRACE = "cus_01jdgrace000e8000000000000"
WRITE = ("payments:read", "payments:write")
MASTERCARD = ProvidedMethod(token="tok_mc", kind="card", last4="4444", brand="mastercard")
SEPA = ProvidedMethod(token="tok_sepa", kind="sepa_debit", last4="3000", iban="DE89370400440532013000")
STUDIO = {"id": "sub_1", "name": "Studio"}


def chosen(method: PaymentMethod) -> str:
    """Where a method is made the default, as a customer."""
    return f"/customer/payment-methods/{method.id}/default"


async def used(client: AsyncClient) -> dict[str, list[str]]:
    """What each method that is chosen for something is chosen for."""
    found = (await client.get("/customer/payment-methods")).json()["data"]
    return {each["id"]: [one["id"] for one in each["chosen_for"]] for each in found if each["chosen_for"]}


async def charged_with(
    tell: Tell, carry_on: CarryOn, twin: Twin, invoice: InvoiceData, subscription_id: str | None
) -> str:
    """The token that an invoice of a subscription is charged to."""
    of_it = invoice.model_copy(update={"subscription_id": subscription_id})
    await tell(InvoicePaymentDue(invoice=of_it, attempt=1, amount=Amount(amount=1000, currency="EUR")))
    await carry_on(later=True)
    token: str = twin.orders[-1].token
    return token


@pytest.mark.parametrize("surface", ["/customer", "/v1"])
async def test_it_pays_that_one_alone(
    database: Database,
    keep_method: KeepMethod,
    by_customer: Client,
    by_business: Client,
    tell_subscription: Tell,
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    invoice: AnInvoice,
    surface: str,
) -> None:
    visa, mastercard = await keep_method(), await keep_method(MASTERCARD)
    await tell_subscription("sub_1", name="Studio")
    await tell_subscription("sub_2", name="Archive")
    path = f"{surface}/payment-methods/{mastercard.id}/default"

    async with by_customer(scopes=WRITE) as ada, by_business() as business:
        client = ada if surface == "/customer" else business
        answer = await client.put(path, json={"subscription_id": "sub_1"})
        again = await client.put(path, json={"subscription_id": "sub_1"})
        assert await used(ada) == {mastercard.id: ["sub_1"]}
        one = (await ada.get(f"/customer/payment-methods/{mastercard.id}")).json()

    assert answer.status_code == 200
    assert answer.json() == again.json()
    assert (answer.json()["chosen_for"], answer.json()["is_default"]) == ([STUDIO], False)
    assert (one["chosen_for"], one["collected"]) == ([STUDIO], [{"id": "sub_2", "name": "Archive"}, STUDIO])
    *_, event = told = await announced(database)
    assert [each.type for each in told][2:] == ["payment_method.default_changed"]
    assert (event.subject, event.subjectversion, event.customerid) == (mastercard.id, 2, ADA)
    assert event.data["subscription_id"] == "sub_1"
    assert event.data["payment_method"]["is_default"] is False
    tokens = [
        await charged_with(tell, carry_on, twin, invoice(f"inv_{number}"), subscription)
        for number, subscription in enumerate(("sub_1", "sub_2", None))
    ]
    assert tokens == ["tok_mc", "tok_visa", "tok_visa"]
    assert visa.is_default


async def test_for_all_it_takes_the_place_of_what_was_chosen_for_one(
    database: Database, keep_method: KeepMethod, by_customer: Client, tell_subscription: Tell
) -> None:
    visa, mastercard = await keep_method(), await keep_method(MASTERCARD)
    await tell_subscription(name="Studio")
    async with by_customer(scopes=WRITE) as ada:
        await ada.put(chosen(mastercard), json={"subscription_id": "sub_1"})
        answer = await ada.put(chosen(visa))
        again = await ada.put(chosen(visa), json={})
        assert await used(ada) == {}

    assert (answer.json()["is_default"], again.json()) == (True, answer.json())
    *_, event = told = await announced(database)
    assert [each.type for each in told][2:] == ["payment_method.default_changed"] * 2
    assert (event.subject, event.subjectversion, event.data["subscription_id"]) == (visa.id, 2, None)


async def test_another_takes_its_place(
    keep_method: KeepMethod, by_customer: Client, tell_subscription: Tell
) -> None:
    visa, mastercard = await keep_method(), await keep_method(MASTERCARD)
    await tell_subscription()
    async with by_customer(scopes=WRITE) as ada:
        for method in (mastercard, visa):
            await ada.put(chosen(method), json={"subscription_id": "sub_1"})
        assert await used(ada) == {visa.id: ["sub_1"]}


async def test_removed_it_leaves_the_subscription_to_the_default(
    keep_method: KeepMethod,
    by_customer: Client,
    tell_subscription: Tell,
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    mastercard = await keep_method(MASTERCARD)
    await tell_subscription()
    async with by_customer(scopes=WRITE) as ada:
        await ada.put(chosen(mastercard), json={"subscription_id": "sub_1"})
        removed = await ada.delete(f"/customer/payment-methods/{mastercard.id}")
        assert (removed.json()["chosen_for"], await used(ada)) == ([], {})

    assert await charged_with(tell, carry_on, twin, invoice(), "sub_1") == "tok_visa"


async def test_once_it_has_failed_the_one_that_was_added_since_is_charged(
    keep_method: KeepMethod,
    by_customer: Client,
    tell_subscription: Tell,
    tell: Tell,
    carry_on: CarryOn,
    twin: Twin,
    invoice: AnInvoice,
) -> None:
    await keep_method()
    mastercard = await keep_method(MASTERCARD)
    await tell_subscription()
    async with by_customer(scopes=WRITE) as ada:
        await ada.put(chosen(mastercard), json={"subscription_id": "sub_1"})
    twin.answer = {"status": Status.FAILED, "failure": Failure("insufficient_funds", "soft")}
    assert await charged_with(tell, carry_on, twin, invoice(), "sub_1") == "tok_mc"
    twin.answer = {}
    await keep_method(ProvidedMethod(token="tok_new", kind="card", last4="1881", brand="visa"))

    of_it = invoice().model_copy(update={"subscription_id": "sub_1"})
    await tell(InvoicePaymentDue(invoice=of_it, attempt=2, amount=Amount(amount=1000, currency="EUR")))
    await carry_on(later=True)
    assert twin.orders[-1].token == "tok_new"


async def test_of_what_has_ended_nothing_is_kept(
    keep_method: KeepMethod, by_customer: Client, tell_subscription: Tell, stored: Stored
) -> None:
    await keep_method()
    mastercard = await keep_method(MASTERCARD)
    await tell_subscription()
    async with by_customer(scopes=WRITE) as ada:
        await ada.put(chosen(mastercard), json={"subscription_id": "sub_1"})
        await tell_subscription(
            event=SubscriptionCanceled, version=2, status="canceled", canceled_at=NOW, cause="requested"
        )
        assert await used(ada) == {}


@pytest.mark.parametrize(
    ("subscription", "told"),
    [
        ("sub_none", {}),
        ("sub_1", {"collection": "invoice"}),
        ("sub_1", {"status": "canceled"}),
        ("sub_1", {"customer_id": GRACE}),
    ],
)
async def test_what_is_not_collected_from_her_is_refused(
    keep_method: KeepMethod,
    by_customer: Client,
    tell_subscription: Tell,
    stored: Stored,
    subscription: str,
    told: dict[str, Any],
) -> None:
    method = await keep_method()
    await tell_subscription(**told)
    before = await stored()
    async with by_customer(scopes=WRITE) as ada:
        refused = await ada.put(chosen(method), json={"subscription_id": subscription})

    assert (refused.status_code, refused.json()["code"]) == (409, "subscription_not_collected")
    assert refused.json()["field"] == "subscription_id"
    assert await stored() == before


async def test_one_whose_mandate_has_lapsed_is_invalid_and_refused(
    database: Database, keep_method: KeepMethod, by_customer: Client, tell_subscription: Tell, stored: Stored
) -> None:
    await keep_method()
    debit = await keep_method(SEPA)
    await tell_subscription()
    async with database.session() as session:
        await session.execute(update(MandateRow).values(status=MandateStatus.LAPSED))
    before = await stored()
    async with by_customer(scopes=WRITE) as ada:
        shown = (await ada.get(f"/customer/payment-methods/{debit.id}")).json()
        refused = [await ada.put(chosen(debit), json=body) for body in ({"subscription_id": "sub_1"}, {})]

    assert (shown["status"], shown["chargeable"]) == ("invalid", False)
    assert [(each.status_code, each.json()["code"]) for each in refused] == [(409, "mandate_over")] * 2
    assert await stored() == before


async def test_an_expired_one_is_refused(
    database: Database, keep_method: KeepMethod, by_customer: Client, tell_subscription: Tell, stored: Stored
) -> None:
    visa, mastercard = await keep_method(), await keep_method(MASTERCARD)
    await tell_subscription()
    async with by_customer(scopes=WRITE) as ada:
        await ada.put(chosen(mastercard), json={"subscription_id": "sub_1"})
        async with database.session() as session:
            await session.execute(
                update(PaymentMethodRow).where(col(PaymentMethodRow.id) == visa.id).values(exp_year=2025)
            )
        before = await stored()
        refused = [await ada.put(chosen(visa), json=body) for body in ({"subscription_id": "sub_1"}, {})]

    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (409, "payment_method_expired")
    ] * 2
    assert await stored() == before


async def test_it_pays_for_what_is_sent_invoices_no_more(
    database: Database, keep_method: KeepMethod, by_customer: Client, tell_subscription: Tell
) -> None:
    await keep_method()
    mastercard = await keep_method(replace(MASTERCARD, expires_on=Expiry(2030, 7)))
    await tell_subscription(name="Studio")

    async def warned() -> list[tuple[str, str]]:
        async with database.session() as session:
            last_week = datetime(2030, 7, 28, tzinfo=UTC)
            return await PaymentMethods(session).expiring_for_everyone(last_week, limit=9)

    changed = {"event": SubscriptionCollectionChanged, "name": "Studio"}
    async with by_customer(scopes=WRITE) as ada:
        await ada.put(chosen(mastercard), json={"subscription_id": "sub_1"})
        assert await used(ada) == {mastercard.id: ["sub_1"]}
        await tell_subscription(**changed, version=2, collection="invoice")
        assert (await used(ada), await warned()) == ({}, [])
        await tell_subscription(**changed, version=3)
        assert (await used(ada), await warned()) == (
            {mastercard.id: ["sub_1"]},
            [(NORTHWIND, mastercard.id)],
        )

"""Another method becomes the default, for customers and for businesses."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_payments.storage.rows import PaymentMethodRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient
from sqlalchemy import update
from sqlmodel import col

AddCard = Callable[..., Awaitable[PaymentMethod]]
Client = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[str]]
GRACE = "cus_01jdgrace000e8000000000000"
WRITE = ("payments:read", "payments:write")


async def defaults(client: AsyncClient) -> dict[str, bool]:
    """Which of Ada's methods are the default, by their ids."""
    found = (await client.get("/customer/payment-methods")).json()["data"]
    return {each["id"]: each["is_default"] for each in found}


@pytest.mark.parametrize("surface", ["/customer", "/v1"])
async def test_another_becomes_the_default(
    database: Database, add_card: AddCard, by_customer: Client, by_business: Client, surface: str
) -> None:
    first, second = await add_card(), await add_card(last4="4444")
    path = f"{surface}/payment-methods/{second.id}/default"

    async with by_customer(scopes=WRITE) as ada, by_business() as business:
        client = ada if surface == "/customer" else business
        answer = await client.put(path)
        again = await client.put(path)
        assert await defaults(ada) == {first.id: False, second.id: True}

    assert (answer.status_code, again.status_code) == (200, 200)
    assert answer.json() == again.json()
    assert (answer.json()["id"], answer.json()["is_default"]) == (second.id, True)
    *_, event = told = await announced(database)
    assert [each.type for each in told] == ["payment_method.added"] * 2 + ["payment_method.default_changed"]
    assert (event.subject, event.subjectversion, event.customerid) == (second.id, 2, ADA)
    assert event.data["payment_method"]["is_default"] is True


async def test_many_at_once_leave_exactly_one(add_card: AddCard, by_customer: Client) -> None:
    added = [await add_card(last4=f"000{number}") for number in range(6)]
    async with by_customer(scopes=WRITE) as ada:
        answers = await asyncio.gather(
            *(ada.put(f"/customer/payment-methods/{each.id}/default") for each in added)
        )
        assert sorted((await defaults(ada)).values()) == [False] * 5 + [True]

    assert {answer.status_code for answer in answers} == {200}


async def test_an_expired_one_does_not(
    database: Database, add_card: AddCard, by_customer: Client, stored: Stored
) -> None:
    await add_card()
    second = await add_card(last4="4444")
    async with database.session() as session:
        of_second = update(PaymentMethodRow).where(col(PaymentMethodRow.id) == second.id)
        await session.execute(of_second.values(exp_year=2025))
    before = await stored()

    async with by_customer(scopes=WRITE) as ada:
        refused = await ada.put(f"/customer/payment-methods/{second.id}/default")

    assert (refused.status_code, refused.json()["code"]) == (409, "payment_method_expired")
    assert await stored() == before


async def test_what_is_another_s_is_not_there(
    add_card: AddCard, by_customer: Client, by_business: Client, stored: Stored
) -> None:
    await add_card()
    second = await add_card(last4="4444")
    before = await stored()

    async with by_customer(GRACE, scopes=WRITE) as grace, by_business(business_id=CONTOSO) as contoso:
        refused = [
            await grace.put(f"/customer/payment-methods/{second.id}/default"),
            await contoso.put(f"/v1/payment-methods/{second.id}/default"),
        ]

    assert [(each.status_code, each.json()["code"]) for each in refused] == [
        (404, "payment_method_not_found")
    ] * 2
    assert await stored() == before


async def test_reading_is_not_enough(add_card: AddCard, by_customer: Client) -> None:
    await add_card()
    second = await add_card(last4="4444")
    async with by_customer() as ada:
        refused = await ada.put(f"/customer/payment-methods/{second.id}/default")

    assert refused.status_code == 403

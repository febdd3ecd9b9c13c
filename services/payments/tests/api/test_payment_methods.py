"""Payment methods by the business's key."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_payments.domain.payment_method import PaymentMethod
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO, an_origin
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

AddCard = Callable[..., Awaitable[PaymentMethod]]
Client = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[str]]
GRACE = "cus_01jdgrace000e8000000000000"
CARD = {
    "customer_id": ADA,
    "kind": "card",
    "brand": "visa",
    "last4": "4242",
    "exp_month": 8,
    "exp_year": 2030,
    "holder": "Ada Lovelace",
}


async def test_a_card_is_added(by_business: Client) -> None:
    async with by_business() as client:
        added = await client.post("/v1/payment-methods", json=CARD)
        card = added.json()

        assert added.status_code == 201
        assert card == {
            "id": card["id"],
            "customer_id": ADA,
            "kind": "card",
            "label": "Visa ···4242",
            "brand": "visa",
            "last4": "4242",
            "expires_on": {"month": 8, "year": 2030},
            "holder": "Ada Lovelace",
            "is_default": True,
            "status": "active",
            "mandate": None,
            "added_at": "2026-03-10T09:30:00Z",
            "chargeable": False,
            "chosen_for": [],
        }
        assert (await client.get(f"/v1/payment-methods/{card['id']}")).json() == card


async def test_a_card_can_take_the_default(by_business: Client, add_card: AddCard) -> None:
    first = await add_card()
    async with by_business() as client:
        added = await client.post("/v1/payment-methods", json=CARD | {"last4": "4444", "default": True})

        assert added.json()["is_default"] is True
        assert (await client.get(f"/v1/payment-methods/{first.id}")).json()["is_default"] is False


async def test_the_same_key_adds_one_card(database: Database, by_business: Client) -> None:
    async with by_business() as client:
        first, again = [
            await client.post("/v1/payment-methods", json=CARD, headers={"Idempotency-Key": "k1"})
            for _ in range(2)
        ]
        other = await client.post(
            "/v1/payment-methods", json=CARD | {"last4": "4444"}, headers={"Idempotency-Key": "k1"}
        )

    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await announced(database)) == 1


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"kind": "cheque"}, "unknown_method_kind", "kind"),
        ({"kind": "sepa_debit"}, "mandate_needed", "kind"),
        ({"brand": "acme"}, "unknown_card_brand", "brand"),
        ({"last4": "4242424242424242"}, "last4_malformed", "last4"),
        ({"exp_month": 13}, "expiry_malformed", "exp_month"),
        ({"exp_year": 30}, "expiry_malformed", "exp_year"),
        ({"exp_month": 2, "exp_year": 2026}, "card_expired", "exp_month"),
        ({"holder": ""}, "holder_malformed", "holder"),
        ({"holder": "Ada\0"}, "holder_malformed", "holder"),
    ],
)
async def test_a_card_is_refused_and_nothing_changes(
    by_business: Client, stored: Stored, change: dict[str, Any], code: str, field: str
) -> None:
    before = await stored()
    async with by_business() as client:
        refused = await client.post(
            "/v1/payment-methods", json=CARD | change, headers={"Idempotency-Key": "k1"}
        )

    assert refused.headers["content-type"] == "application/problem+json"
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, field)
    assert await stored() == before


@pytest.mark.parametrize("body", [{}, CARD | {"number": "4242424242424242"}, CARD | {"exp_month": "May"}])
async def test_a_body_of_another_shape_is_refused(
    by_business: Client, stored: Stored, body: dict[str, Any]
) -> None:
    before = await stored()
    async with by_business() as client:
        refused = await client.post("/v1/payment-methods", json=body)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert await stored() == before


async def test_another_customer_is_not_found(by_business: Client, stored: Stored) -> None:
    before = await stored()
    async with by_business(customer_id=GRACE) as about_grace, by_business(customer_id=None) as about_nobody:
        for client in (about_grace, about_nobody):
            refused = await client.post("/v1/payment-methods", json=CARD)
            assert (refused.status_code, refused.json()["code"]) == (404, "not_found")

    assert await stored() == before


async def test_another_business_sees_nothing(by_business: Client, add_card: AddCard) -> None:
    card = await add_card()
    async with by_business(CONTOSO, customer_id=None) as contoso:
        one = await contoso.get(f"/v1/payment-methods/{card.id}")
        listed = await contoso.get("/v1/payment-methods", params={"customer_id": ADA})

    assert (one.status_code, one.json()["code"]) == (404, "payment_method_not_found")
    assert listed.json() == {"data": [], "next_cursor": None}


async def test_a_business_lists_all_its_customers_or_one(by_business: Client, add_card: AddCard) -> None:
    ada, grace = await add_card(), await add_card(customer_id=GRACE)
    await add_card(origin=an_origin(business_id=CONTOSO), customer_id="cus_contoso")
    async with by_business(customer_id=None) as client:
        everyone = (await client.get("/v1/payment-methods")).json()["data"]
        one = (await client.get("/v1/payment-methods", params={"customer_id": GRACE})).json()["data"]

    assert [card["id"] for card in everyone] == [grace.id, ada.id]
    assert [card["id"] for card in one] == [grace.id]

"""Mandates by the business's key."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[str]]
MANDATE = {"customer_id": ADA, "iban": "NL91 ABNA 0417 1643 00", "holder": "A. Lovelace"}
ACCOUNT = "0417164300"


async def test_a_mandate_is_recorded_with_its_method(by_business: Client) -> None:
    async with by_business() as client:
        recorded = await client.post(
            "/v1/mandates", json=MANDATE | {"signed_at": "2026-03-01T12:00:00+01:00"}
        )
        mandate = recorded.json()
        method = (await client.get(f"/v1/payment-methods/{mandate['payment_method_id']}")).json()

        assert recorded.status_code == 201
        assert mandate == {
            "id": mandate["id"],
            "customer_id": ADA,
            "payment_method_id": mandate["payment_method_id"],
            "reference": mandate["reference"],
            "status": "active",
            "iban_masked": "NL91 •••• 4300",
            "holder": "A. Lovelace",
            "creditor_identifier": "NL98ZZZ12345678901",
            "text_version": "sdd-core-2025-1.0",
            "signed_at": "2026-03-01T11:00:00Z",
            "last_used_at": None,
            "lapses_at": None,
            "amendments": [],
            "next_collection": None,
        }
        assert (await client.get(f"/v1/mandates/{mandate['id']}")).json() == mandate
        assert (await client.get("/v1/mandates")).json() == {"data": [mandate], "next_cursor": None}
        assert (method["kind"], method["label"], method["mandate"]) == ("sepa_debit", "SEPA ···4300", mandate)


async def test_no_answer_and_no_table_has_the_iban(by_business: Client, stored: Stored) -> None:
    async with by_business() as client:
        recorded = await client.post("/v1/mandates", json=MANDATE, headers={"Idempotency-Key": "k1"})
        listed = await client.get("/v1/payment-methods")

    assert ACCOUNT not in recorded.text + listed.text + await stored()


async def test_the_same_key_records_one_mandate(database: Database, by_business: Client) -> None:
    async with by_business() as client:
        first, again = [
            await client.post("/v1/mandates", json=MANDATE, headers={"Idempotency-Key": "k1"})
            for _ in range(2)
        ]

    assert (again.status_code, again.json()) == (201, first.json())
    assert [event.type for event in await announced(database)] == [
        "payment_method.added",
        "mandate.activated",
    ]


@pytest.mark.parametrize(
    ("change", "code", "field"),
    [
        ({"iban": "NL91ABNA0417164301"}, "iban_malformed", "iban"),
        ({"iban": "BR1500000000000010932840814P2"}, "iban_outside_sepa", "iban"),
        ({"holder": " "}, "holder_malformed", "holder"),
        ({"signed_at": "2026-03-10T09:30:01Z"}, "signed_in_future", "signed_at"),
    ],
)
async def test_a_mandate_is_refused_and_nothing_changes(
    by_business: Client, stored: Stored, change: dict[str, Any], code: str, field: str
) -> None:
    before = await stored()
    async with by_business() as client:
        refused = await client.post("/v1/mandates", json=MANDATE | change)

    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (422, code, field)
    assert "0417" not in refused.text
    assert await stored() == before


@pytest.mark.parametrize(
    "change", [{"signed_at": "2026-03-01T12:00:00"}, {"signed_at": "soon"}, {"bic": "ABNANL2A"}]
)
async def test_a_body_of_another_shape_is_refused(by_business: Client, change: dict[str, Any]) -> None:
    async with by_business() as client:
        refused = await client.post("/v1/mandates", json=MANDATE | change)

    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert "0417" not in refused.text


async def test_a_business_without_a_creditor_identifier_records_none(by_business: Client) -> None:
    async with by_business(CONTOSO) as contoso:
        refused = await contoso.post("/v1/mandates", json=MANDATE)

    assert (refused.status_code, refused.json()["code"]) == (409, "no_creditor_identifier")


async def test_a_business_that_is_not_known_yet_is_asked_to_wait(by_business: Client) -> None:
    async with by_business("biz_new") as new:
        refused = await new.post("/v1/mandates", json=MANDATE)

    assert (refused.status_code, refused.json()["code"]) == (503, "business_not_known_yet")
    assert refused.headers["Retry-After"] == "2"


async def test_anothers_mandate_is_not_found(by_business: Client, stored: Stored) -> None:
    async with by_business() as northwind:
        mandate = (await northwind.post("/v1/mandates", json=MANDATE)).json()
    before = await stored()
    async with by_business(CONTOSO, customer_id=None) as contoso:
        read = await contoso.get(f"/v1/mandates/{mandate['id']}")
        listed = await contoso.get("/v1/mandates", params={"customer_id": ADA})
    async with by_business(customer_id="cus_other") as about_another:
        written = await about_another.post("/v1/mandates", json=MANDATE)

    assert (read.status_code, read.json()["code"]) == (404, "mandate_not_found")
    assert listed.json() == {"data": [], "next_cursor": None}
    assert (written.status_code, written.json()["code"]) == (404, "not_found")
    assert await stored() == before

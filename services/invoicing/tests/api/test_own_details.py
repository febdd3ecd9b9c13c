"""What customers change of their details, and the custom fields that businesses ask."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
import pytest_asyncio
from foyer_invoicing.domain.customer import Customer
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

FIELDS: list[dict[str, Any]] = [
    {
        "key": "reference",
        "label": "Your reference",
        "type": "text",
        "editable_by": "customer",
        "max_length": 10,
    },
    {"key": "manager", "label": "Account manager", "type": "text"},
    {"key": "score", "label": "Score", "type": "number", "shown": False},
]


@pytest_asyncio.fixture
async def fields(by_business: Client) -> list[dict[str, Any]]:
    """Northwind asks three things of its customers."""
    async with by_business() as client:
        answer = await client.put("/v1/customer-fields", json={"custom_fields": FIELDS})
        assert answer.status_code == 200, answer.text
        assert (await client.get("/v1/customer-fields")).json() == answer.json()
    found: list[dict[str, Any]] = answer.json()["custom_fields"]
    return found


async def test_a_customer_changes_own_details(
    by_customer: Client, a_customer: ACustomer, database: Database
) -> None:
    ada = await a_customer()
    address = {"line1": "'t Huis 1", "postal_code": "1015 BA", "city": "Amsterdam", "country": "NL"}
    changes = {
        "name": "Ada O'Neill",
        "company": "O'Neill & Söhne",
        "phone": "+31 20 123 4567",
        "language": "nl-be",
        "tax_ids": [{"type": "eu_vat", "value": "NL004495445B01"}],
        "billing_address": address,
    }
    async with by_customer(ada.id) as client:
        before = (await client.get("/customer/profile")).json()
        changed = await client.patch("/customer/profile", json=changes)
        assert (changed.status_code, changed.json()) == (
            200,
            before
            | changes
            | {
                "language": "nl-BE",
                "country": "NL",
                "kind": "company",
                "vat_id": "NL004495445B01",
                "tax_ids": [
                    {
                        "type": "eu_vat",
                        "value": "NL004495445B01",
                        "verification": {"status": "pending", "verified_at": None, "name": None},
                    }
                ],
                "billing_address": address | {"line2": None, "region": None},
            },
        )
        assert (await client.get("/customer/profile")).json() == changed.json()
    (told,) = await announced(database)
    assert (told.type, told.customerid, told.actor.partition(":")[0]) == ("customer.updated", ada.id, "login")


@pytest.mark.parametrize(
    "changes", [{"email": "eve@example.com"}, {"country": "DE"}, {"vat_id": "DE136695976"}, {"name": None}]
)
async def test_what_is_not_the_customer_s_to_change_stays(
    by_customer: Client, a_customer: ACustomer, stored: Stored, changes: dict[str, Any]
) -> None:
    ada = await a_customer()
    before = await stored()
    async with by_customer(ada.id) as client:
        answer = await client.patch("/customer/profile", json=changes)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    async with by_customer(ada.id, scopes=["invoicing:read"]) as client:
        assert (await client.patch("/customer/profile", json={"name": "Eve"})).status_code == 403
    assert await stored() == before


async def test_custom_fields_are_written_by_whom_the_business_says(
    by_business: Client, by_customer: Client, a_customer: ACustomer, fields: list[dict[str, Any]]
) -> None:
    ada = await a_customer()
    async with by_business() as client:
        body = {"custom_fields": {"manager": "Grace", "score": 4.5}}
        assert (await client.patch(f"/v1/customers/{ada.id}", json=body)).status_code == 200
    async with by_customer(ada.id) as client:
        changed = await client.patch("/customer/profile", json={"custom_fields": {"reference": "PO'17"}})
        shown = {field["key"]: (field["value"], field["editable"]) for field in changed.json()["fields"]}
    assert shown == {"reference": ("PO'17", True), "manager": ("Grace", False)}
    async with by_business() as client:
        kept = (await client.get(f"/v1/customers/{ada.id}")).json()["custom_fields"]
    assert kept == {"manager": "Grace", "score": 4.5, "reference": "PO'17"}
    async with by_customer(ada.id, scopes=["invoicing:read"]) as client:
        reading = (await client.get("/customer/profile")).json()["fields"]
    assert [field["editable"] for field in reading] == [False, False]


@pytest.mark.parametrize(
    ("values", "status", "code"),
    [
        ({"manager": "Me"}, 403, "custom_field_not_editable"),
        ({"score": 5}, 422, "custom_field_unknown"),
        ({"reference": "longer than ten"}, 422, "custom_field_invalid"),
    ],
)
async def test_other_values_are_refused(
    by_customer: Client,
    a_customer: ACustomer,
    fields: list[dict[str, Any]],
    stored: Stored,
    values: dict[str, Any],
    status: int,
    code: str,
) -> None:
    ada = await a_customer()
    before = await stored()
    async with by_customer(ada.id) as client:
        answer = await client.patch("/customer/profile", json={"name": "Eve", "custom_fields": values})
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert await stored() == before


async def test_fields_are_each_business_s_own(
    by_business: Client, fields: list[dict[str, Any]], stored: Stored
) -> None:
    async with by_business(CONTOSO) as client:
        assert (await client.get("/v1/customer-fields")).json() == {"custom_fields": []}
    before = await stored()
    async with by_business() as client:
        twice = await client.put("/v1/customer-fields", json={"custom_fields": [FIELDS[0], FIELDS[0]]})
        assert (twice.status_code, twice.json()["code"]) == (422, "custom_field_twice")
        assert await stored() == before
        fewer = await client.put("/v1/customer-fields", json={"custom_fields": FIELDS[:1]})
        assert fewer.json() == {"custom_fields": fields[:1]}


async def test_what_the_business_requires_is_there_from_the_start(by_business: Client) -> None:
    required = {
        "key": "segment",
        "label": "Segment",
        "type": "choice",
        "options": ["A", "B"],
        "required": True,
    }
    ada = {"email": "ada@example.com", "name": "Ada"}
    async with by_business() as client:
        await client.put("/v1/customer-fields", json={"custom_fields": [required]})
        without = await client.post("/v1/customers", json=ada)
        assert (without.status_code, without.json()["code"]) == (422, "custom_field_invalid")
        made = await client.post("/v1/customers", json=ada | {"custom_fields": {"segment": "B"}})
        assert (made.status_code, made.json()["custom_fields"]) == (201, {"segment": "B"})

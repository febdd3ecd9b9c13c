"""`/v1/customers`."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_invoicing.domain.customer import Customer
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

ADA = {"email": "Ada@Example.com", "name": "Ada Lovelace"}


async def test_a_customer_is_created_read_and_changed(by_business: Client) -> None:
    async with by_business() as client:
        created = await client.post("/v1/customers", json=ADA | {"country": "nl", "phone": "+31 20 123 4567"})
        assert created.status_code == 201
        customer = created.json()
        assert customer == {
            "id": customer["id"],
            "email": "ada@example.com",
            "name": "Ada Lovelace",
            "kind": "person",
            "language": "nl",
            "country": "NL",
            "company": None,
            "phone": "+31 20 123 4567",
            "vat_id": None,
            "created_at": "2026-03-10T09:30:00Z",
        }
        path = f"/v1/customers/{customer['id']}"
        assert (await client.get(path)).json() == customer
        changed = await client.patch(path, json={"company": "Engines", "phone": None})
        assert changed.status_code == 200
        assert changed.json() == customer | {"company": "Engines", "kind": "company", "phone": None}
        assert (await client.get(path)).json() == changed.json()


async def test_the_list_is_paged_newest_first(by_business: Client, a_customer: ACustomer) -> None:
    made = [(await a_customer(f"{name}@example.com")).id for name in ("a", "b", "c")]
    await a_customer("d@example.com", business_id=CONTOSO)
    async with by_business() as client:
        first = (await client.get("/v1/customers", params={"limit": 2})).json()
        rest = (await client.get("/v1/customers", params={"limit": 2, "cursor": first["next_cursor"]})).json()
    assert [customer["id"] for customer in first["data"] + rest["data"]] == sorted(made, reverse=True)
    assert (len(first["data"]), rest["next_cursor"]) == (2, None)


WRONG: list[tuple[dict[str, str], int, str, str]] = [
    (ADA | {"email": "grace@example.com "}, 409, "email_taken", "email"),
    (ADA | {"email": "ada"}, 422, "email_malformed", "email"),
    (ADA | {"country": "UK"}, 422, "unknown_country", "country"),
    (ADA | {"language": "dutch!"}, 422, "language_malformed", "language"),
    (ADA | {"name": "  "}, 422, "invalid", "name"),
    (ADA | {"name": "Ada\nBcc: all"}, 422, "invalid", "name"),
    (ADA | {"phone": "call me"}, 422, "invalid", "phone"),
    (ADA | {"vat_id": "DE136695977"}, 422, "vat_id_malformed", "vat_id"),
    (ADA | {"nickname": "A"}, 422, "invalid", "nickname"),
    ({"email": "ada@example.com"}, 422, "invalid", "name"),
]


async def test_what_is_wrong_is_named_and_nothing_is_created(
    by_business: Client, a_customer: ACustomer, stored: Stored
) -> None:
    await a_customer("grace@example.com")
    before = await stored()
    async with by_business() as client:
        for body, status, code, field in WRONG:
            answer = await client.post("/v1/customers", json=body)
            problem = answer.json()
            named = problem.get("field") or problem["errors"][0]["field"]
            assert (answer.status_code, problem["code"], named) == (status, code, field)
    assert await stored() == before


async def test_what_may_not_be_changed_so_is_refused(
    by_business: Client, a_customer: ACustomer, stored: Stored
) -> None:
    ada = await a_customer()
    before = await stored()
    async with by_business() as client:
        for changes in ({"email": None}, {"name": None}, {"language": None}, {"id": "cus_2"}):
            answer = await client.patch(f"/v1/customers/{ada.id}", json=changes)
            assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert await stored() == before


async def test_a_repeat_with_the_same_key_creates_nothing_more(
    by_business: Client, database: Database
) -> None:
    headers = {"Idempotency-Key": "k1"}
    async with by_business() as client:
        first = await client.post("/v1/customers", json=ADA, headers=headers)
        again = await client.post("/v1/customers", json=ADA, headers=headers)
        other = await client.post("/v1/customers", json=ADA | {"name": "Eve"}, headers=headers)
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["Idempotent-Replayed"] == "true"
    assert (other.status_code, other.json()["code"]) == (409, "idempotency_key_reused")
    assert len(await announced(database)) == 1

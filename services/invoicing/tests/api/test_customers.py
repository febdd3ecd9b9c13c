"""`/v1/customers`."""

from collections.abc import Awaitable, Callable
from typing import Any

from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.gateways.sandbox_vat_register import SandboxVatRegister
from foyer_invoicing.use_cases.verify_due_tax_ids import verify_due_tax_ids
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

ADA: dict[str, Any] = {"email": "Ada@Example.com", "name": "Ada Lovelace"}
HERENGRACHT = {
    "line1": "'t Huis, Herengracht 1",
    "postal_code": "1015 ba",
    "city": "Amsterdam",
    "country": "nl",
}
TORSTRASSE = {"line1": "Torstraße 1", "postal_code": "10119", "city": "Berlin", "country": "DE"}
GB_VAT = {"type": "gb_vat", "value": "gb 980 7806 84"}
NOTHING_MORE = {"line2": None, "region": None}


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
            "tax_ids": [],
            "custom_fields": {},
            "anonymized_at": None,
            "billing_address": None,
            "shipping_address": None,
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


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    (ADA | {"email": "grace@example.com "}, 409, "email_taken", "email"),
    (ADA | {"email": "ada"}, 422, "email_malformed", "email"),
    (ADA | {"country": "UK"}, 422, "unknown_country", "country"),
    (ADA | {"language": "dutch!"}, 422, "language_malformed", "language"),
    (ADA | {"name": "  "}, 422, "invalid", "name"),
    (ADA | {"name": "Ada\nBcc: all"}, 422, "invalid", "name"),
    (ADA | {"phone": "call me"}, 422, "invalid", "phone"),
    (ADA | {"vat_id": "DE136695977"}, 422, "vat_id_malformed", "vat_id"),
    (ADA | {"billing_address": {"country": "NL"}}, 422, "address_invalid", "billing_address.line1"),
    (ADA | {"shipping_address": {"line1": "O'Hare 1"}}, 422, "address_invalid", "shipping_address.country"),
    (ADA | {"billing_address": HERENGRACHT, "country": "DE"}, 422, "country_not_of_address", "country"),
    (ADA | {"billing_address": {"street": "A"}}, 422, "invalid", "billing_address.street"),
    (ADA | {"tax_ids": [{"type": "eu_vat", "value": "X"}]}, 422, "tax_id_malformed", "tax_ids.0.value"),
    (
        ADA | {"tax_ids": [GB_VAT, {"type": "xx_vat", "value": "1"}]},
        422,
        "unknown_tax_id_type",
        "tax_ids.1.type",
    ),
    (ADA | {"tax_ids": [GB_VAT, GB_VAT]}, 422, "tax_id_twice", "tax_ids.1.value"),
    (ADA | {"custom_fields": {"room": "1"}}, 422, "custom_field_unknown", "custom_fields.room"),
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


async def test_addresses_are_kept_with_the_days_on_which_they_held(
    by_business: Client, by_customer: Client, database: Database
) -> None:
    amsterdam = HERENGRACHT | NOTHING_MORE | {"postal_code": "1015 BA", "country": "NL"}
    berlin = TORSTRASSE | NOTHING_MORE
    async with by_business() as client:
        both = {"billing_address": HERENGRACHT, "shipping_address": TORSTRASSE}
        ada = (await client.post("/v1/customers", json=ADA | both)).json()
        path = f"/v1/customers/{ada['id']}"
        assert (ada["country"], ada["billing_address"], ada["shipping_address"]) == ("NL", amsterdam, berlin)
        changed = (await client.patch(path, json={"billing_address": TORSTRASSE})).json()
        assert (changed["country"], changed["billing_address"]) == ("DE", berlin)
        await client.patch(path, json={"shipping_address": None, "name": "Ada King"})
        history = (await client.get(f"{path}/addresses")).json()
    shown = {(one["kind"], one["address"]["city"], one["valid_until"] is None) for one in history["data"]}
    assert shown == {
        ("billing", "Berlin", True),
        ("billing", "Amsterdam", False),
        ("shipping", "Berlin", False),
    }
    assert {one["valid_from"] for one in history["data"]} == {"2026-03-10T09:30:00Z"}
    async with by_customer(ada["id"]) as client:
        assert (await client.get("/customer/addresses")).json() == history
    created, moved, renamed = await announced(database)
    assert created.data["customer"]["billing_address"] == amsterdam
    assert moved.data["customer"]["billing_address"] == moved.data["customer"]["shipping_address"] == berlin
    assert renamed.data["customer"]["shipping_address"] is None


async def test_another_country_than_the_address_s_is_refused(by_business: Client, stored: Stored) -> None:
    async with by_business() as client:
        ada = (await client.post("/v1/customers", json=ADA | {"billing_address": HERENGRACHT})).json()
        before = await stored()
        for country in ("DE", None):
            answer = await client.patch(f"/v1/customers/{ada['id']}", json={"country": country})
            assert (answer.status_code, answer.json()["code"]) == (422, "country_not_of_address")
    assert await stored() == before


async def test_addresses_of_another_business_s_customer_are_not_found(
    by_business: Client, a_customer: ACustomer
) -> None:
    zoe = await a_customer("zoe@example.com", business_id=CONTOSO)
    async with by_business() as client:
        answer = await client.get(f"/v1/customers/{zoe.id}/addresses")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")


async def test_tax_ids_are_kept_as_their_countries_write_them(
    by_business: Client, database: Database
) -> None:
    typed = [
        GB_VAT,
        {"type": "ch_vat", "value": "CHE-107.787.577 IVA"},
        {"type": "no_vat", "value": "995 525 828 MVA"},
    ]
    kept = [
        {"type": kind, "value": value, "verification": None}
        for kind, value in (
            ("gb_vat", "GB980780684"),
            ("ch_vat", "CHE107787577IVA"),
            ("no_vat", "995525828MVA"),
        )
    ]
    looked_up = {"status": "pending", "verified_at": None, "name": None}
    german, dutch = (
        {"type": "eu_vat", "value": value, "verification": looked_up}
        for value in ("DE136695976", "NL004495445B01")
    )
    async with by_business() as client:
        ada = (await client.post("/v1/customers", json=ADA | {"tax_ids": typed})).json()
        assert (ada["tax_ids"], ada["vat_id"]) == (kept, None)
        path = f"/v1/customers/{ada['id']}"
        named = (await client.patch(path, json={"vat_id": "de 136695976"})).json()
        assert (named["tax_ids"], named["vat_id"]) == ([german, *kept], "DE136695976")
        other = (await client.patch(path, json={"vat_id": "NL004495445B01"})).json()
        assert (other["tax_ids"], other["vat_id"]) == ([dutch, *kept], "NL004495445B01")
        assert (await client.patch(path, json={"vat_id": None})).json()["tax_ids"] == kept
        assert (await client.patch(path, json={"tax_ids": []})).json()["tax_ids"] == []
    assert len(await announced(database)) == 5


async def test_business_and_customer_read_what_the_register_says(
    by_business: Client, by_customer: Client, database: Database
) -> None:
    typed = [{"type": "eu_vat", "value": "DE136695976"}, GB_VAT]
    async with by_business() as client:
        ada = (await client.post("/v1/customers", json=ADA | {"tax_ids": typed})).json()
        await verify_due_tax_ids(database, SandboxVatRegister())
        read = (await client.get(f"/v1/customers/{ada['id']}")).json()["tax_ids"]
        (listed,) = (await client.get("/v1/customers")).json()["data"]
    async with by_customer(ada["id"]) as customer:
        own = (await customer.get("/customer/profile")).json()["tax_ids"]
        taken = (await customer.get("/customer/export")).json()["customer"]["tax_ids"]
    known = read[0]["verification"]
    assert known == {
        "status": "verified",
        "verified_at": known["verified_at"],
        "name": "Company DE136695976",
    }
    assert known["verified_at"].endswith("Z")
    assert read[1] == {"type": "gb_vat", "value": "GB980780684", "verification": None}
    assert read == own == taken == listed["tax_ids"]

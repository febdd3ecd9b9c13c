"""What the portal itself owns under `/v1`: businesses, API keys, logins."""

from collections.abc import Callable
from typing import Any

import httpx
import pytest
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.customer import Customer
from foyer_portal_bff.storage.rows import ApiKeyRow, MembershipRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import ADA, NORTHWIND
from foyer_shared.testing.outbox import announced
from sqlalchemy import func, select, text

ClientFor = Callable[..., httpx.AsyncClient]
FABRIKAM = {
    "legal_name": "Fabrikam B.V.",
    "slug": "fabrikam",
    "country": "NL",
    "currency": "EUR",
    "zone": "Europe/Amsterdam",
    "language": "nl",
    "number_prefix": "FA",
    "portal_url": "https://portal.fabrikam.example",
    "support_email": "help@fabrikam.example",
    "brand": {"name": "Fabrikam", "accent": "#112233"},
    "hosts": ["portal.fabrikam.example"],
}


@pytest.fixture
def installation(client_at: ClientFor) -> httpx.AsyncClient:
    """Whoever runs the installation."""
    return client_at("the installation's key in tests")


async def test_a_business_is_set_up_read_and_changed(
    installation: httpx.AsyncClient, database: Database
) -> None:
    made = await installation.post("/v1/businesses", json=FABRIKAM)
    assert made.status_code == 201
    business = made.json()
    assert business == {
        "id": business["id"],
        "version": 1,
        "mode": "sandbox",
        "mail": "on",
        "address": None,
        "vat_id": None,
        "register_number": None,
        "creditor_id": None,
        "bank_account": None,
        **FABRIKAM,
    }

    path = f"/v1/businesses/{business['id']}"
    changed = await installation.patch(path, json={"mail": "held", "hosts": ["fabrikam.localhost"]})
    expected = {**business, "version": 2, "mail": "held", "hosts": ["fabrikam.localhost"]}
    assert (changed.status_code, changed.json()) == (200, expected)
    assert (await installation.get(path)).json() == expected
    assert (await installation.get("/v1/businesses")).json() == {"data": [expected], "next_cursor": None}
    events = await announced(database)
    assert [(event.type, event.subjectversion) for event in events] == [
        ("business.created", 1),
        ("business.updated", 2),
    ]


async def test_what_a_business_says_of_itself_as_the_seller_is_kept_and_told(
    installation: httpx.AsyncClient, database: Database
) -> None:
    keizersgracht = {
        "line1": " Keizersgracht 1 ",
        "postal_code": "1015 cn",
        "city": "Amsterdam",
        "country": "nl",
    }
    seller = {
        "address": keizersgracht,
        "vat_id": "nl 0044 95445 b01",
        "register_number": " KvK  12345678 ",
        "creditor_id": "DE98 ZZZ 09999999999",
        "bank_account": {
            "iban": "nl91 abna 0417 1643 00",
            "bic": "abna nl 2a",
            "holder": " Fabrikam  Holding ",
        },
    }
    made = (await installation.post("/v1/businesses", json={**FABRIKAM, **seller})).json()

    address = {
        "line1": "Keizersgracht 1",
        "line2": None,
        "postal_code": "1015 CN",
        "city": "Amsterdam",
        "region": None,
        "country": "NL",
    }
    kept = {
        "address": address,
        "vat_id": "NL004495445B01",
        "register_number": "KvK 12345678",
        "creditor_id": "DE98ZZZ09999999999",
        "bank_account": {"iban": "NL91ABNA0417164300", "bic": "ABNANL2A", "holder": "Fabrikam Holding"},
    }
    assert {name: made[name] for name in kept} == kept
    without = await installation.patch(f"/v1/businesses/{made['id']}", json={"vat_id": ""})
    assert without.json() == {**made, "version": 2, "vat_id": None}
    created, updated = await announced(database)
    assert {name: created.data["business"][name] for name in kept} == kept
    assert {name: updated.data["business"][name] for name in kept} == {**kept, "vat_id": None}


@pytest.mark.parametrize(
    ("seller", "code", "field"),
    [
        ({"vat_id": "NL004495446B01"}, "vat_id_malformed", "vat_id"),
        ({"vat_id": "US123456789"}, "vat_id_malformed", "vat_id"),
        ({"creditor_id": "DE99ZZZ09999999999"}, "creditor_id_malformed", "creditor_id"),
        ({"address": {"country": "NL"}}, "address_invalid", "address.line1"),
        ({"country": "XX"}, "unknown_country", "country"),
    ],
)
async def test_a_seller_that_cannot_be_is_refused(
    installation: httpx.AsyncClient, database: Database, seller: dict[str, Any], code: str, field: str
) -> None:
    answer = await installation.post("/v1/businesses", json={**FABRIKAM, **seller})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert await announced(database) == []


NL_ACCOUNT = {"iban": "NL91ABNA0417164300", "bic": None, "holder": None}


async def test_a_bank_account_is_set_replaced_as_a_whole_and_taken_away(
    installation: httpx.AsyncClient, database: Database
) -> None:
    made = (await installation.post("/v1/businesses", json=FABRIKAM)).json()
    address = f"/v1/businesses/{made['id']}"

    async def change(body: dict[str, Any]) -> Any:
        return (await installation.patch(address, json=body)).json()["bank_account"]

    german = {"iban": "DE89 3704 0044 0532 0130 00", "bic": "COBADEFFXXX", "holder": "Fabrikam Holding"}
    compact = german | {"iban": "DE89370400440532013000"}
    assert await change({"bank_account": german}) == compact
    assert await change({"zone": "Europe/Vienna"}) == compact
    assert await change({"bank_account": {"iban": "NL91ABNA0417164300"}}) == NL_ACCOUNT
    assert await change({"bank_account": None}) is None
    assert (await installation.get(address)).json() == {**made, "version": 5, "zone": "Europe/Vienna"}
    told = [event.data["business"]["bank_account"] for event in await announced(database)]
    assert told == [None, compact, compact, NL_ACCOUNT, None]


@pytest.mark.parametrize(
    ("account", "code", "field"),
    [
        # Its check digits, the length and the form of its country, its country.
        ({"iban": "NL92ABNA0417164300"}, "iban_malformed", "bank_account.iban"),
        ({"iban": "DE41370400440532013"}, "iban_malformed", "bank_account.iban"),
        ({"iban": "DE08ABNA0417164300"}, "iban_malformed", "bank_account.iban"),
        ({"iban": "XX62ABNA0417164300"}, "iban_malformed", "bank_account.iban"),
        ({"iban": ""}, "iban_malformed", "bank_account.iban"),
        ({"iban": "NL91ABNA0417164300", "bic": "ABNANL2"}, "bic_malformed", "bank_account.bic"),
    ],
)
async def test_a_bank_account_that_cannot_be_changes_nothing(
    installation: httpx.AsyncClient, database: Database, account: dict[str, str], code: str, field: str
) -> None:
    kept = {**FABRIKAM, "bank_account": {"iban": "NL91ABNA0417164300"}}
    made = (await installation.post("/v1/businesses", json=kept)).json()
    address = f"/v1/businesses/{made['id']}"

    answer = await installation.patch(address, json={"bank_account": account})
    assert (answer.status_code, answer.json()["code"], answer.json()["field"]) == (422, code, field)
    assert (await installation.get(address)).json() == made
    assert [event.type for event in await announced(database)] == ["business.created"]


async def test_setting_it_up_twice_is_refused(installation: httpx.AsyncClient, database: Database) -> None:
    await installation.post("/v1/businesses", json=FABRIKAM)
    again = await installation.post("/v1/businesses", json={**FABRIKAM, "hosts": []})
    assert (again.status_code, again.json()["code"]) == (409, "slug_taken")
    assert len(await announced(database)) == 1


@pytest.mark.parametrize(
    "change",
    [
        {"country": "Netherlands"},
        {"currency": "EUX"},
        {"zone": "Mars/Base"},
        {"color": "red"},
        {"slug": "A B"},
    ],
)
async def test_a_business_that_cannot_be_is_refused(
    installation: httpx.AsyncClient, database: Database, change: dict[str, str]
) -> None:
    answer = await installation.post("/v1/businesses", json={**FABRIKAM, **change})
    assert answer.status_code == 422
    assert await announced(database) == []


@pytest.mark.parametrize("key", [None, "foyer_sk_northwind", "the installation's key"])
async def test_businesses_are_for_the_installations_own_key(
    client_at: ClientFor, northwind: Business, database: Database, key: str | None
) -> None:
    client = client_at(key)
    for answer in (
        await client.get("/v1/businesses"),
        await client.post("/v1/businesses", json=FABRIKAM),
        await client.get(f"/v1/businesses/{NORTHWIND}"),
        await client.patch(f"/v1/businesses/{NORTHWIND}", json={"mail": "held"}),
    ):
        assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")
    assert await announced(database) == []


async def test_a_key_is_shown_once_and_kept_as_a_hash(
    key_client: httpx.AsyncClient, database: Database
) -> None:
    body = {"name": "Shop", "scopes": ["invoicing:write", "invoicing:read"]}
    first = await key_client.post("/v1/api-keys", json=body, headers={"Idempotency-Key": "k"})
    key = first.json()["key"]
    assert (first.status_code, key[:9]) == (201, "foyer_sk_")
    assert first.json()["scopes"] == ["invoicing:read", "invoicing:write"]

    again = await key_client.post("/v1/api-keys", json=body, headers={"Idempotency-Key": "k"})
    assert again.headers["idempotent-replayed"] == "true"
    assert again.json() == {name: value for name, value in first.json().items() if name != "key"}
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(ApiKeyRow)) == 2
        for table in ("api_keys", "idempotency_keys", "audit"):
            rows = await session.execute(text(f"SELECT t::text FROM portal.{table} t"))  # noqa: S608  Names of ours.
            assert key not in "".join(rows.scalars())


async def test_a_key_of_another_business_cannot_be_revoked(
    key_client: httpx.AsyncClient, contoso: Business, client_at: ClientFor
) -> None:
    made = (await key_client.post("/v1/api-keys", json={"name": "Shop", "scopes": ["portal:read"]})).json()
    answer = await client_at("foyer_sk_contoso").delete(f"/v1/api-keys/{made['id']}")
    assert (answer.status_code, answer.json()["code"]) == (404, "api_key_not_found")


async def test_a_login_is_added_once(
    key_client: httpx.AsyncClient, ada: Customer, database: Database
) -> None:
    body = {"customer_id": ADA, "email": "Bob@example.com", "name": "Bob", "role": "billing_manager"}
    made = await key_client.post("/v1/logins", json=body, headers={"Idempotency-Key": "bob"})
    assert made.status_code == 201
    assert made.json() == {
        "id": made.json()["id"],
        "customer_id": ADA,
        "email": "bob@example.com",
        "name": "Bob",
        "role": "billing_manager",
        "expires_at": None,
    }
    again = await key_client.post("/v1/logins", json=body, headers={"Idempotency-Key": "bob"})
    assert (again.status_code, again.json()) == (201, made.json())
    anew = await key_client.post("/v1/logins", json=body)
    assert (anew.status_code, anew.json()["code"]) == (409, "already_a_member")
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(MembershipRow)) == 2


@pytest.mark.parametrize(
    ("change", "status", "code"),
    [
        ({"customer_id": "cus_unknown"}, 404, "customer_not_found"),
        ({"role": "king"}, 422, "invalid"),
        ({"email": "bob"}, 422, "invalid"),
    ],
)
async def test_a_login_that_cannot_be_is_refused(
    key_client: httpx.AsyncClient,
    ada: Customer,
    database: Database,
    change: dict[str, Any],
    status: int,
    code: str,
) -> None:
    body = {"customer_id": ADA, "email": "bob@example.com", "name": "Bob", "role": "member"} | change
    answer = await key_client.post("/v1/logins", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    async with database.session() as session:
        assert await session.scalar(select(func.count()).select_from(MembershipRow)) == 1

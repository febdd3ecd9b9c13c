"""`/v1/tax-rates`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_invoicing.domain.customer import Customer
from foyer_invoicing.storage.rows import BusinessRow
from foyer_shared.storage.database import Database
from foyer_shared.testing.makers import CONTOSO
from httpx import AsyncClient
from sqlalchemy import update

Client = Callable[..., AsyncClient]
ACustomer = Callable[..., Awaitable[Customer]]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

OWN = {
    "country": "nl",
    "tax_class": "standard",
    "percent": 20.5,
    "valid_from": "2026-03-10",
    "valid_until": "2026-03-31",
    "source": "Staatsblad 2026, 1",
}


async def total(client: AsyncClient, customer: Customer, **line: str) -> int:
    """What €10.00 without tax comes to."""
    body = {
        "customer_id": customer.id,
        "currency": "EUR",
        "lines": [{"description": "Lamp", "amount": 1000, **line}],
    }
    amount: int = (await client.post("/v1/tax-quotes", json=body)).json()["total"]["amount"]
    return amount


@pytest.mark.parametrize(
    ("country", "standard", "reduced"),
    [
        ("NL", 1210, 1090),
        ("DE", 1190, 1070),
        ("FI", 1255, 1135),
        ("DK", 1250, 1250),
        ("GB", 1000, 1000),
        ("CH", 1000, 1000),
        ("NO", 1000, 1000),
        ("US", 1000, 1000),
    ],
)
async def test_a_class_is_taxed_at_its_country_s_rate_within_the_union_and_not_outside(
    by_business: Client, a_customer: ACustomer, country: str, standard: int, reduced: int
) -> None:
    ada = await a_customer(country=country)
    async with by_business() as client:
        assert await total(client, ada) == standard
        assert await total(client, ada, tax_class="reduced") == reduced


async def test_a_business_s_own_rate_comes_first_in_that_business_alone(
    by_business: Client, a_customer: ACustomer
) -> None:
    ada, eve = await a_customer(), await a_customer(business_id=CONTOSO)
    async with by_business() as client, by_business(CONTOSO) as other:
        added = await client.post("/v1/tax-rates", json=OWN)
        rate = added.json()
        assert (added.status_code, rate) == (
            201,
            OWN | {"id": rate["id"], "country": "NL", "published": False},
        )
        assert await total(client, ada) == 1205
        assert await total(other, eve) == 1210
        path = f"/v1/tax-rates/{rate['id']}"
        assert (await client.get(path)).json() == rate
        assert (await other.get(path)).status_code == 404
        hidden = await other.patch(path, json={"valid_until": None})
        assert (hidden.status_code, hidden.json()["code"]) == (404, "not_found")
        ended = await client.patch(path, json={"valid_until": "2026-03-10"})
        assert ended.json() == rate | {"valid_until": "2026-03-10"}
        assert await total(client, ada) == 1205
        assert (await client.patch(path, json={"valid_until": None})).json()["valid_until"] is None


@pytest.mark.parametrize(
    ("seller", "at_home", "reduced"), [("GB", 1200, 1050), ("CH", 1081, 1026), ("NO", 1250, 1150)]
)
async def test_a_business_outside_the_union_charges_its_own_country_s_rate_there_alone(
    database: Database, by_business: Client, a_customer: ACustomer, seller: str, at_home: int, reduced: int
) -> None:
    async with database.session() as session:
        await session.execute(update(BusinessRow).values(country=seller))
    neighbor, far = await a_customer(country=seller), await a_customer("far@example.com", country="DE")
    async with by_business() as client:
        assert await total(client, neighbor) == at_home
        assert await total(client, neighbor, tax_class="reduced") == reduced
        assert await total(client, far) == 1000
        await client.post("/v1/tax-rates", json=OWN | {"country": "DE", "percent": 19})
        assert await total(client, far) == 1190


@pytest.mark.parametrize("company", [None, "Lovelace Ltd"])
async def test_who_is_registered_in_a_country_outside_the_union_charges_its_rates(
    by_business: Client, a_customer: ACustomer, company: str | None
) -> None:
    grace = await a_customer(country="GB", company=company)
    async with by_business() as client:
        await client.post("/v1/tax-rates", json=OWN | {"country": "GB", "percent": 20})
        assert await total(client, grace) == 1200
        assert await total(client, grace, tax_class="reduced") == 1050


async def test_a_rate_where_none_was_known(by_business: Client, a_customer: ACustomer) -> None:
    grace = await a_customer(country="US")
    async with by_business() as client:
        await client.post("/v1/tax-rates", json=OWN | {"country": "US", "percent": 8.25})
        assert await total(client, grace) == 1083


async def test_the_list_is_paged_by_country_class_and_day(by_business: Client) -> None:
    async with by_business() as client:
        await client.post("/v1/tax-rates", json=OWN)
        params: dict[str, Any] = {"country": "nl", "limit": 2}
        first = (await client.get("/v1/tax-rates", params=params)).json()
        rest = (await client.get("/v1/tax-rates", params=params | {"cursor": first["next_cursor"]})).json()
        today = await client.get("/v1/tax-rates", params={"on": "2026-03-10", "tax_class": "reduced"})
        every = (await client.get("/v1/tax-rates", params={"on": "2026-03-10", "limit": 100})).json()["data"]
        bad = await client.get("/v1/tax-rates", params={"cursor": "bmw"})
    assert [(rate["percent"], rate["valid_from"], rate["published"]) for rate in first["data"]] == [
        (6, "2016-01-01", True),
        (9, "2019-01-01", True),
    ]
    assert [(rate["percent"], rate["published"]) for rate in rest["data"]] == [(21, True), (20.5, False)]
    assert rest["next_cursor"] is None
    assert len(today.json()["data"]) == 20
    assert len(every) == 30 + 29 + 1
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid_cursor")


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"country": "UK"}, 422, "unknown_country", "country"),
    ({"tax_class": "zero"}, 422, "tax_class_without_rates", "tax_class"),
    ({"percent": 100.01}, 422, "percent_out_of_range", "percent"),
    ({"percent": -1}, 422, "percent_out_of_range", "percent"),
    ({"percent": "21.005"}, 422, "percent_out_of_range", "percent"),
    ({"percent": "NaN"}, 422, "invalid", "percent"),
    ({"valid_from": "2026-04-01"}, 422, "tax_rate_ends_before_it_begins", "valid_until"),
    ({"valid_from": "1999-12-31"}, 422, "invalid", "valid_from"),
    ({"valid_from": "2026-03-31", "valid_until": None}, 409, "tax_rates_overlap", "valid_from"),
    ({"valid_from": "2026-01-01", "valid_until": "2026-03-10"}, 409, "tax_rates_overlap", "valid_from"),
]


@pytest.mark.parametrize(("changes", "status", "code", "field"), WRONG)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    by_business: Client, stored: Stored, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    async with by_business() as client:
        await client.post("/v1/tax-rates", json=OWN)
        before = await stored()
        answer = await client.post("/v1/tax-rates", json=OWN | changes)
    problem = answer.json()
    named = problem.get("field") or problem["errors"][0]["field"]
    assert (answer.status_code, problem["code"], named) == (status, code, field)
    assert await stored() == before


async def test_what_follows_on_the_next_day_is_welcome_and_holds_the_end_before_it(
    by_business: Client, stored: Stored
) -> None:
    async with by_business() as client:
        first = (await client.post("/v1/tax-rates", json=OWN)).json()
        later = OWN | {"valid_from": "2026-04-01", "valid_until": None}
        assert (await client.post("/v1/tax-rates", json=later)).status_code == 201
        before = await stored()
        path = f"/v1/tax-rates/{first['id']}"
        for last_day, code in (
            ("2026-04-01", "tax_rates_overlap"),
            (None, "tax_rates_overlap"),
            ("2026-03-09", "tax_rate_ends_before_it_begins"),
        ):
            answer = await client.patch(path, json={"valid_until": last_day})
            assert answer.json()["code"] == code
        published = await client.patch(
            "/v1/tax-rates/txr_nl_standard_2016-01-01", json={"valid_until": "2026-12-31"}
        )
        assert (published.status_code, published.json()["code"]) == (409, "tax_rate_published")
    assert await stored() == before


async def test_of_two_at_once_that_overlap_one_is_kept(by_business: Client) -> None:
    async with by_business() as client:
        answers = await asyncio.gather(*(client.post("/v1/tax-rates", json=OWN) for _ in range(4)))
        listed = (await client.get("/v1/tax-rates", params={"country": "NL", "on": "2026-03-10"})).json()
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert [rate["published"] for rate in listed["data"]].count(False) == 1


async def test_the_same_key_adds_one(by_business: Client, stored: Stored) -> None:
    key = {"Idempotency-Key": "rate-1"}
    async with by_business() as client:
        first = await client.post("/v1/tax-rates", json=OWN, headers=key)
        before = await stored()
        again = await client.post("/v1/tax-rates", json=OWN, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert await stored() == before

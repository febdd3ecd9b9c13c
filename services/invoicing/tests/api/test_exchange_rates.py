"""`/v1/exchange-rates`."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.testing.makers import CONTOSO
from httpx import AsyncClient

Client = Callable[..., AsyncClient]
Stored = Callable[[], Awaitable[dict[str, list[Any]]]]

RATE = {
    "from_currency": "EUR",
    "to_currency": "USD",
    "rate": "1.0823",
    "valid_from": "2026-03-10",
    "source": "European Central Bank",
}


async def test_a_rate_is_kept_to_the_last_digit(by_business: Client) -> None:
    longest = "9999999999.0123456789"
    async with by_business() as client:
        added = await client.post("/v1/exchange-rates", json=RATE | {"from_currency": "eur"})
        rate = added.json()
        long = (
            await client.post("/v1/exchange-rates", json=RATE | {"to_currency": "IRR", "rate": longest})
        ).json()
        number = await client.post("/v1/exchange-rates", json=RATE | {"to_currency": "GBP", "rate": 0.850})
        read = await client.get(f"/v1/exchange-rates/{rate['id']}")
        read_long = await client.get(f"/v1/exchange-rates/{long['id']}")
    assert (added.status_code, rate) == (201, RATE | {"id": rate["id"]})
    assert (read.status_code, read.json()) == (200, rate)
    assert [long["rate"], read_long.json()["rate"]] == [longest] * 2
    assert number.json()["rate"] == "0.85"


async def test_the_list_is_the_business_s_own_the_newest_first_and_of_a_currency(by_business: Client) -> None:
    others = [
        {"valid_from": "2026-03-12"},
        {"valid_from": "2026-03-11", "from_currency": "USD", "to_currency": "GBP"},
        {"valid_from": "2026-03-09", "to_currency": "CHF"},
    ]
    async with by_business() as client, by_business(CONTOSO) as other:
        for changes in ({}, *others):
            await client.post("/v1/exchange-rates", json=RATE | changes)
        elsewhere = (await other.post("/v1/exchange-rates", json=RATE)).json()
        first = (await client.get("/v1/exchange-rates", params={"limit": 2})).json()
        rest = (
            await client.get("/v1/exchange-rates", params={"limit": 2, "cursor": first["next_cursor"]})
        ).json()
        of_dollars = (await client.get("/v1/exchange-rates", params={"currency": "usd"})).json()["data"]
        bad = await client.get("/v1/exchange-rates", params={"cursor": "bmw"})
        foreign = await client.get(f"/v1/exchange-rates/{elsewhere['id']}")
    days = [[rate["valid_from"][-2:] for rate in page] for page in (first["data"], rest["data"], of_dollars)]
    assert days == [["12", "11"], ["10", "09"], ["12", "11", "10"]]
    assert rest["next_cursor"] is None
    assert (bad.status_code, bad.json()["code"]) == (422, "invalid_cursor")
    assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")


WRONG: list[tuple[dict[str, Any], int, str, str]] = [
    ({"from_currency": "EUX"}, 422, "unknown_currency", "from_currency"),
    ({"to_currency": "BTC"}, 422, "unknown_currency", "to_currency"),
    ({"to_currency": "eur"}, 422, "exchange_rate_of_one_currency", "to_currency"),
    ({"rate": "0"}, 422, "exchange_rate_not_positive", "rate"),
    ({"rate": "-1.08"}, 422, "exchange_rate_not_positive", "rate"),
    ({"rate": "1.00000000001"}, 422, "exchange_rate_too_long", "rate"),
    ({"rate": "1.00000000000000000000000000000000001"}, 422, "exchange_rate_too_long", "rate"),
    ({"rate": "10000000000"}, 422, "exchange_rate_too_long", "rate"),
    ({"rate": "1E+30"}, 422, "exchange_rate_too_long", "rate"),
    ({"rate": "NaN"}, 422, "invalid", "rate"),
    ({"rate": "1E-400"}, 422, "invalid", "rate"),
    ({"rate": "a dollar"}, 422, "invalid", "rate"),
    ({"valid_from": "1999-12-31"}, 422, "invalid", "valid_from"),
    ({"rate": "1.09"}, 409, "exchange_rate_exists", "valid_from"),
    (
        {"from_currency": "USD", "to_currency": "EUR", "rate": "0.924"},
        409,
        "exchange_rate_exists",
        "valid_from",
    ),
]


@pytest.mark.parametrize(("changes", "status", "code", "field"), WRONG)
async def test_what_is_wrong_is_named_and_nothing_is_kept(
    by_business: Client, stored: Stored, changes: dict[str, Any], status: int, code: str, field: str
) -> None:
    async with by_business() as client:
        await client.post("/v1/exchange-rates", json=RATE)
        before = await stored()
        answer = await client.post("/v1/exchange-rates", json=RATE | changes)
    problem = answer.json()
    named = problem.get("field") or problem["errors"][0]["field"]
    assert (answer.status_code, problem["code"], named) == (status, code, field)
    assert await stored() == before


async def test_one_that_was_wrong_is_taken_back_and_said_anew(by_business: Client, stored: Stored) -> None:
    async with by_business() as client, by_business(CONTOSO) as other:
        before = (await client.post("/v1/exchange-rates", json=RATE | {"valid_from": "2026-03-01"})).json()
        wrong = (await client.post("/v1/exchange-rates", json=RATE | {"rate": "10.823"})).json()
        path = f"/v1/exchange-rates/{wrong['id']}"
        kept = await stored()
        foreign = await other.delete(path)
        assert (foreign.status_code, foreign.json()["code"]) == (404, "not_found")
        assert await stored() == kept
        taken_back = await client.delete(path)
        assert (taken_back.status_code, taken_back.json()) == (200, wrong)
        assert (await client.delete(path)).status_code == 404
        right = (await client.post("/v1/exchange-rates", json=RATE)).json()
        assert (await client.get("/v1/exchange-rates")).json()["data"] == [right, before]


async def test_of_several_at_once_for_a_day_one_is_kept(by_business: Client) -> None:
    async with by_business() as client:
        answers = await asyncio.gather(*(client.post("/v1/exchange-rates", json=RATE) for _ in range(4)))
        listed = (await client.get("/v1/exchange-rates")).json()["data"]
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409]
    assert len(listed) == 1


async def test_the_same_key_adds_one(by_business: Client, stored: Stored) -> None:
    key = {"Idempotency-Key": "rate-1"}
    async with by_business() as client:
        first = await client.post("/v1/exchange-rates", json=RATE, headers=key)
        before = await stored()
        again = await client.post("/v1/exchange-rates", json=RATE, headers=key)
    assert (again.status_code, again.json()) == (201, first.json())
    assert await stored() == before

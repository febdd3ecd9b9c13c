"""Promotion codes by `/api`."""

import asyncio
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
from foyer_portal_bff.storage.rows import RateLimitRow
from foyer_shared.basics.clock import real_now
from foyer_shared.storage.database import Database
from sqlalchemy import update

BASE = "/customer/subscriptions/sub_studio"
ANSWERS = json.loads((Path(__file__).parents[1] / "pages/answers/full.json").read_text())["subscriptions"]
PATH = "/api/subscriptions/sub_studio/promotion-code"


async def test_a_code_is_looked_at_and_used(ada_client: httpx.AsyncClient, services: Any) -> None:
    services.answer("subscriptions", f"GET {BASE}/promotion-code", ANSWERS[f"GET {BASE}/promotion-code"])
    services.answer("subscriptions", f"POST {BASE}/promotion-code", ANSWERS[f"GET {BASE}"])
    seen = await ada_client.get(PATH, params={"code": "WELCOME20"})
    assert seen.status_code == 200
    assert seen.json()["next_charge_after"]["amount"] == {"amount": 23200, "currency": "EUR"}
    used = await ada_client.post(PATH, json={"code": "WELCOME20"}, headers={"Idempotency-Key": "once"})
    assert (used.status_code, used.json()["id"]) == (200, "sub_studio")
    call = services.of("subscriptions")[-1]
    assert (call.body, call.headers["idempotency-key"]) == ({"code": "WELCOME20"}, "once")


async def test_a_refusal_keeps_its_code(ada_client: httpx.AsyncClient, services: Any) -> None:
    refusal = {"code": "promotion_code_expired", "detail": "This code has expired.", "field": "code"}
    services.answer("subscriptions", f"POST {BASE}/promotion-code", refusal, status=409)
    answer = await ada_client.post(PATH, json={"code": "WELCOME20"})
    assert (answer.status_code, answer.json()["code"]) == (409, "promotion_code_expired")
    for wrong in ({}, {"code": ""}, {"code": "A" * 101}, {"code": "A", "more": 1}):
        answer = await ada_client.post(PATH, json=wrong)
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")


async def test_guessing_ends_soon_also_by_quotes(
    ada_client: httpx.AsyncClient, services: Any, database: Database
) -> None:
    refusal = {"code": "promotion_code_unknown", "detail": "No.", "field": "code"}
    for route in (f"GET {BASE}/promotion-code", f"POST {BASE}/promotion-code", f"POST {BASE}/quotes"):
        services.answer("subscriptions", route, refusal, status=422)
    quote = "/api/subscriptions/sub_studio/quote"
    looked_at = await asyncio.gather(
        *(ada_client.get(PATH, params={"code": f"GUESS{number}"}) for number in range(10))
    )
    used = [await ada_client.post(PATH, json={"code": f"GUESS{number}"}) for number in range(5)]
    quoted = [await ada_client.post(quote, json={"promotion_code": f"G{number}"}) for number in range(6)]
    assert [one.status_code for one in (*looked_at, *used, *quoted)] == [*[422] * 20, 429]
    assert quoted[-1].json()["code"] == "too_many_requests"
    assert 1 <= int(quoted[-1].headers["retry-after"]) <= 600
    # What guesses nothing goes on.
    assert (await ada_client.post(quote, json={"quantity": 2})).status_code == 422
    assert len(services.of("subscriptions")) == 21
    async with database.session() as session:
        await session.execute(update(RateLimitRow).values(began_at=real_now() - timedelta(minutes=10)))
    assert (await ada_client.post(PATH, json={"code": "GUESS"})).status_code == 422

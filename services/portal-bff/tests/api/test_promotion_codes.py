"""Promotion codes by `/api`."""

import json
from pathlib import Path
from typing import Any

import httpx

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

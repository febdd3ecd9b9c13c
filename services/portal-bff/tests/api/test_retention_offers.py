"""Other ways than to cancel by `/api`."""

import json
from pathlib import Path
from typing import Any

import httpx

BASE = "/customer/subscriptions/sub_pending"
ANSWERS = json.loads((Path(__file__).parents[1] / "pages/answers/full.json").read_text())["subscriptions"]
PATH = "/api/subscriptions/sub_pending/retention-offers"


async def test_they_are_shown_and_taken(ada_client: httpx.AsyncClient, services: Any) -> None:
    shown = f"POST {BASE}/retention-offers"
    services.answer("subscriptions", shown, ANSWERS[shown])
    services.answer("subscriptions", f"{shown}/half/accept", ANSWERS[f"GET {BASE}"])
    answer = await ada_client.post(PATH, json={"reason": "unused"})
    assert [offer["code"] for offer in answer.json()["offers"]] == [
        "half",
        "longer",
        "a_break",
        "smaller",
        "talk",
    ]
    assert services.of("subscriptions")[-1].body == {"reason": "unused"}
    taken = await ada_client.post(f"{PATH}/half/accept", headers={"Idempotency-Key": "once"})
    assert (taken.status_code, taken.json()["id"]) == (200, "sub_pending")
    assert services.of("subscriptions")[-1].headers["idempotency-key"] == "once"
    for path, body in ((PATH, {"reason": "a" * 41}), (f"{PATH}/half/accept", {"more": 1})):
        wrong = await ada_client.post(path, json=body)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")

"""Plans, quotes and changes by `/api`."""

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

BASE = "/customer/subscriptions/sub_studio"
ANSWERS = json.loads((Path(__file__).parents[1] / "pages/answers/full.json").read_text())


@pytest.fixture
def quoting(services: Any) -> Any:
    """Services that quote a dearer plan."""
    for owner, route in (
        ("subscriptions", f"GET {BASE}"),
        ("subscriptions", f"GET {BASE}/plans"),
        ("subscriptions", f"POST {BASE}/quotes"),
        ("invoicing", "POST /customer/tax-quotes"),
    ):
        services.answer(owner, route, ANSWERS[owner][route])
    services.answer("subscriptions", f"POST {BASE}/change", ANSWERS["subscriptions"][f"GET {BASE}"])
    return services


async def test_a_quote_is_lines_with_tax_and_binds_both(ada_client: httpx.AsyncClient, quoting: Any) -> None:
    answer = await ada_client.post(
        "/api/subscriptions/sub_studio/quote",
        json={"price_id": "price_3"},
        headers={"Idempotency-Key": "once"},
    )
    assert answer.status_code == 201
    quote = answer.json()
    assert (quote["id"], quote["effective_at"]) == ("quote_1", "2026-11-22T14:00:02Z")
    assert (quote["due_now"], quote["credit"]) == (
        {"amount": 6696, "currency": "EUR"},
        {"amount": 0, "currency": "EUR"},
    )
    assert [line["gross"]["amount"] for line in quote["lines"]] == [-9710, 16406]
    (asked,) = [call for call in quoting.of("subscriptions") if call.method == "POST"]
    assert (asked.body, asked.headers["idempotency-key"]) == ({"price_id": "price_3"}, "once")
    changed = await ada_client.post("/api/subscriptions/sub_studio/change", json={"quote": quote["id"]})
    assert changed.status_code == 200
    assert quoting.of("subscriptions")[-1].body == {"quote": "quote_1"}


async def test_money_that_comes_back_is_credit(ada_client: httpx.AsyncClient, quoting: Any) -> None:
    tax = ANSWERS["invoicing"]["POST /customer/tax-quotes"] | {"total": {"amount": -500, "currency": "EUR"}}
    quoting.answer("invoicing", "POST /customer/tax-quotes", tax)
    quote = (await ada_client.post("/api/subscriptions/sub_studio/quote", json={"quantity": 1})).json()
    assert (quote["due_now"]["amount"], quote["credit"]["amount"]) == (0, 500)


async def test_without_lines_nothing_is_due(ada_client: httpx.AsyncClient, quoting: Any) -> None:
    plan = ANSWERS["subscriptions"][f"POST {BASE}/quotes"] | {"lines": [], "due": "nothing"}
    quoting.answer("subscriptions", f"POST {BASE}/quotes", plan)
    quote = (await ada_client.post("/api/subscriptions/sub_studio/quote", json={"quantity": 1})).json()
    assert (quote["due_now"]["amount"], quote["credit"]["amount"], quote["lines"]) == (0, 0, [])
    assert quoting.of("invoicing") == []


async def test_a_code_goes_with_the_quote_and_its_discount_is_shown(
    ada_client: httpx.AsyncClient, quoting: Any
) -> None:
    discount = {
        "name": "A fifth",
        "promotion_code": "WELCOME20",
        "percent_off": 20,
        "duration": "repeating",
        "duration_in_months": 3,
    }
    plan = ANSWERS["subscriptions"][f"POST {BASE}/quotes"] | {"discount": discount}
    quoting.answer("subscriptions", f"POST {BASE}/quotes", plan)
    asked = {"price_id": "price_3", "promotion_code": "welcome20"}
    quote = await ada_client.post("/api/subscriptions/sub_studio/quote", json=asked)
    assert quote.status_code == 201
    shown = quote.json()["discount"]
    assert (shown["promotion_code"], shown["percent_off"], shown["duration_in_months"]) == (
        "WELCOME20",
        20,
        3,
    )
    (call,) = [call for call in quoting.of("subscriptions") if call.method == "POST"]
    assert call.body == asked


async def test_plans_are_listed(ada_client: httpx.AsyncClient, quoting: Any) -> None:
    plans = (await ada_client.get("/api/subscriptions/sub_studio/plans")).json()
    assert [plan["product_name"] for plan in plans["plans"]] == ["Studio", "Studio Plus", "Studio Small"]


async def test_without_tax_there_is_no_quote(ada_client: httpx.AsyncClient, quoting: Any) -> None:
    quoting.away.add("invoicing")
    answer = await ada_client.post("/api/subscriptions/sub_studio/quote", json={"quantity": 2})
    assert answer.status_code == 503

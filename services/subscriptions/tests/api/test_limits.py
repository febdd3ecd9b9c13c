"""The most of each that can be written: one more is refused, and nothing is stored."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price

APrice = Callable[..., Awaitable[Price]]
LINKED = {"name": "ada.example", "url": "https://domains.example/ada"}


@pytest.mark.parametrize(
    ("interval", "count", "status"),
    [
        ("day", 1095, 201),
        ("week", 156, 201),
        ("month", 36, 201),
        ("year", 3, 201),
        ("day", 1096, 422),
        ("week", 157, 422),
        ("month", 37, 422),
        ("year", 4, 422),
        ("month", 0, 422),
        ("month", -1, 422),
    ],
)
async def test_a_period_lasts_three_years_at_most(
    service: Service, a_price: APrice, interval: str, count: int, status: int
) -> None:
    body = {"product_id": (await a_price()).product_id, "amount": 2900, "currency": "EUR"}
    async with client_for(service, a_caller("business")) as client:
        answer = await client.post("/v1/prices", json=body | {"interval": interval, "interval_count": count})
    assert answer.status_code == status
    if status != 201:
        code = "interval_too_long" if 0 < count < 1096 else "invalid"
        assert (answer.json()["code"], "interval_count" in answer.text) == (code, True)


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"trial_days": 731}, "trial_days"),
        ({"trial_days": -1}, "trial_days"),
        ({"periods": 1201}, "periods"),
        ({"periods": 0}, "periods"),
        ({"linked_services": [LINKED] * 51}, "linked_services"),
        ({"items": [{"price_id": "price_1", "quantity": 10_001}]}, "items.0.quantity"),
        ({"items": [{"price_id": "price_1", "quantity": -1}]}, "items.0.quantity"),
        ({"items": [{"price_id": "price_1"}] * 21}, "items"),
        ({"items": []}, "items"),
    ],
)
async def test_a_subscription_is_not_larger_than_it_can_be(
    service: Service, database: Database, a_price: APrice, terms: dict[str, Any], field: str
) -> None:
    item = {"price_id": (await a_price()).id}
    body = {"customer_id": ADA, "collection": "invoice", "items": [item]}
    before = await announced(database)
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        refused = await client.post("/v1/subscriptions", json=body | terms)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")
    assert [wrong["field"] for wrong in refused.json()["errors"]] == [field]
    assert await announced(database) == before


@pytest.mark.parametrize(
    ("policies", "code"),
    [
        ({"self_service": {"pauses_per_year": 366}}, "policy_out_of_range"),
        ({"self_service": {"notice_days": 3650}}, "policy_out_of_range"),
        ({"self_service": {"pause_max_months": 120}}, "policy_out_of_range"),
        ({"billing": {"mandate_days": 366}}, "policy_out_of_range"),
    ],
)
async def test_a_policy_is_within_reason(
    service: Service, database: Database, policies: dict[str, Any], code: str
) -> None:
    async with client_for(service, a_caller("business")) as client:
        refused = await client.post("/v1/products", json={"name": "Studio"} | policies)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert await announced(database) == []

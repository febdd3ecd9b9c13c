"""Products, prices and subscriptions by the business's key."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price


async def test_from_product_to_subscription(service: Service) -> None:
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        product = (
            await client.post(
                "/v1/products",
                json={"name": "O'Brien & Söhne", "self_service": {"allow_pause": False, "notice_days": 14}},
            )
        ).json()
        assert product["self_service"]["allow_pause"] is False
        assert product["self_service"]["notice_days"] == 14
        price = await client.post(
            "/v1/prices",
            json={
                "product_id": product["id"],
                "amount": 29000,
                "currency": "eur",
                "interval": "year",
            },
        )
        assert (price.status_code, price.json()["tax_behavior"]) == (201, "exclusive")
        made = await client.post(
            "/v1/subscriptions",
            json={"customer_id": ADA, "items": [{"price_id": price.json()["id"], "quantity": 2}]},
        )
        assert made.status_code == 201
        assert made.json()["status"] == "pending_mandate"
        assert made.json()["amount"] == {"amount": 58000, "currency": "EUR"}
        listed = (await client.get("/v1/subscriptions")).json()
        assert [found["id"] for found in listed["data"]] == [made.json()["id"]]
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        assert (await client.get("/v1/subscriptions")).json() == {"data": [], "next_cursor": None}
        assert (await client.get(f"/v1/products/{product['id']}")).status_code == 404


async def test_a_billing_policy_is_set_and_changed_one_setting_at_a_time(service: Service) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = await client.post(
            "/v1/products", json={"name": "A", "billing": {"after_last_retry": "unpaid"}}
        )
        assert made.json()["billing"] == {
            "trial_end_without_method": "past_due",
            "mandate_days": 30,
            "after_last_retry": "unpaid",
            "during_payment_plan": "keep",
        }
        path = f"/v1/products/{made.json()['id']}"
        await client.patch(path, json={"billing": {"trial_end_without_method": "pause"}})
        assert (await client.get(path)).json()["billing"] == {
            "trial_end_without_method": "pause",
            "mandate_days": 30,
            "after_last_retry": "unpaid",
            "during_payment_plan": "keep",
        }


async def test_an_import_counts_as_paid(
    service: Service, database: Database, a_price: Callable[..., Awaitable[Price]]
) -> None:
    price = await a_price()
    body = {"customer_id": ADA, "items": [{"price_id": price.id}], "periods": 24}
    async with client_for(service, a_caller("business", customer_id=ADA, now=NOW)) as client:
        ahead = {"backdate_start_date": "2026-03-11T09:30:00Z"}
        refused = await client.post("/v1/subscriptions", json=body | ahead)
        assert (refused.status_code, refused.json()["code"]) == (422, "backdate_out_of_range")
        back = {"backdate_start_date": "2025-01-31T09:30:00Z"}
        made = (await client.post("/v1/subscriptions", json=body | back)).json()
    assert (made["status"], made["started_at"]) == ("active", "2025-01-31T09:30:00Z")
    assert (made["current_period_start"], made["current_period_end"]) == (
        "2026-02-28T09:30:00Z",
        "2026-03-31T08:30:00Z",
    )
    assert (made["period_number"], made["periods"]) == (14, 24)
    created = (await announced(database))[-1]
    assert (created.type, created.data["imported"]) == ("subscription.created", True)


@pytest.mark.parametrize(
    ("path", "body", "code", "field"),
    [
        ("/v1/products", {"name": ""}, "invalid", "name"),
        ("/v1/products", {"name": "A", "colour": "red"}, "invalid", "colour"),
        (
            "/v1/products",
            {"name": "A", "billing": {"mandate_days": 0}},
            "policy_out_of_range",
            "billing.mandate_days",
        ),
        (
            "/v1/products",
            {"name": "A", "self_service": {"notice_days": 3650}},
            "policy_out_of_range",
            "self_service.notice_days",
        ),
        (
            "/v1/prices",
            {"product_id": "prod_x", "amount": 1, "currency": "EUR"},
            "product_not_found",
            "product_id",
        ),
        ("/v1/prices", {"product_id": "p", "amount": -1, "currency": "EUR"}, "invalid", "amount"),
        (
            "/v1/prices",
            {"product_id": "p", "amount": 1, "currency": "XXX"},
            "unknown_currency",
            "currency",
        ),
        ("/v1/subscriptions", {"customer_id": ADA, "items": []}, "invalid", "items"),
        (
            "/v1/subscriptions",
            {"customer_id": ADA, "items": [{"price_id": "p", "quantity": 0}]},
            "invalid",
            "items.0.quantity",
        ),
    ],
)
async def test_bad_input_is_named_and_changes_nothing(
    service: Service, database: Database, path: str, body: dict[str, Any], code: str, field: str
) -> None:
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        answer = await client.post(path, json=body)
    problem = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code
    assert field in {problem.get("field"), *(wrong["field"] for wrong in problem.get("errors", []))}
    assert await announced(database) == []


async def test_a_change_of_policy_leaves_the_rest_and_is_told(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business")) as client:
        product = (
            await client.post("/v1/products", json={"name": "A", "self_service": {"notice_days": 14}})
        ).json()
        changed = await client.patch(
            f"/v1/products/{product['id']}", json={"self_service": {"allow_pause": False}}
        )
    assert changed.json() == product | {"self_service": product["self_service"] | {"allow_pause": False}}
    assert [(event.type, event.subjectversion) for event in await announced(database)] == [
        ("product.created", 1),
        ("product.updated", 2),
    ]


async def test_a_key_that_may_only_read_writes_nothing(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business", scopes=["subscriptions:read"])) as client:
        answer = await client.post("/v1/products", json={"name": "A"})
    assert (answer.status_code, answer.json()["code"]) == (403, "not_allowed")
    assert await announced(database) == []


async def test_only_known_products_are_offered_for_a_change(service: Service) -> None:
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        foreign = (await client.post("/v1/products", json={"name": "Theirs"})).json()["id"]
    async with client_for(service, a_caller("business")) as client:
        large = (await client.post("/v1/products", json={"name": "Large"})).json()["id"]
        small = await client.post(
            "/v1/products", json={"name": "Small", "self_service": {"plan_products": [large]}}
        )
        assert small.json()["self_service"]["plan_products"] == [large]
        path = f"/v1/products/{small.json()['id']}"
        for wrong, code in (([foreign], "product_not_found"), ([large] * 10, "policy_out_of_range")):
            refused = await client.patch(path, json={"self_service": {"plan_products": wrong}})
            assert (refused.json()["code"], refused.json()["field"]) == (code, "self_service.plan_products")
        assert (await client.get(path)).json()["self_service"]["plan_products"] == [large]
        cleared = await client.patch(path, json={"self_service": {"plan_products": None}})
        assert cleared.json()["self_service"]["plan_products"] is None

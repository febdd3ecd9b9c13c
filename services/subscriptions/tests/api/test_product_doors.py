"""What the business says of its products."""

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.storage.rows import ProductRow
from sqlalchemy import update


@pytest.mark.parametrize("tax_class", ["standard", "reduced", "zero", "exempt"])
async def test_a_products_tax_class_is_kept_and_told(
    service: Service, database: Database, tax_class: str
) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = await client.post("/v1/products", json={"name": "Atlas", "tax_class": tax_class})
        found = await client.get(f"/v1/products/{made.json()['id']}")
    assert (made.status_code, made.json()["tax_class"]) == (201, tax_class)
    assert found.json() == made.json()
    assert [event.data["product"]["tax_class"] for event in await announced(database)] == [tax_class]


async def test_the_tax_class_is_standard_until_it_is_changed(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = (await client.post("/v1/products", json={"name": "Atlas"})).json()
        changed = await client.patch(f"/v1/products/{made['id']}", json={"tax_class": "reduced"})
        refused = await client.patch(f"/v1/products/{made['id']}", json={"tax_class": "luxury"})
        found = await client.get(f"/v1/products/{made['id']}")
    assert made["tax_class"] == "standard"
    assert (changed.status_code, changed.json()) == (200, made | {"tax_class": "reduced"})
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "tax_class")
    assert found.json() == changed.json()
    assert [(event.type, event.data["product"]["tax_class"]) for event in await announced(database)] == [
        ("product.created", "standard"),
        ("product.updated", "reduced"),
    ]


async def test_a_product_is_services_until_it_is_said_to_be_goods(
    service: Service, database: Database
) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = (await client.post("/v1/products", json={"name": "Atlas"})).json()
        changed = await client.patch(f"/v1/products/{made['id']}", json={"supply": "goods"})
        goods = (await client.post("/v1/products", json={"name": "Map", "supply": "goods"})).json()
        refused = [
            await client.patch(f"/v1/products/{made['id']}", json={"supply": "software"}),
            await client.post("/v1/products", json={"name": "Map", "supply": None}),
        ]
        found = await client.get(f"/v1/products/{made['id']}")
    assert (made["supply"], goods["supply"]) == ("services", "goods")
    assert (changed.status_code, changed.json()) == (200, made | {"supply": "goods"})
    assert [(answer.status_code, answer.json()["errors"][0]["field"]) for answer in refused] == [
        (422, "supply")
    ] * 2
    assert found.json() == changed.json()
    assert [event.data["product"]["supply"] for event in await announced(database)] == [
        "services",
        "goods",
        "goods",
    ]


CHANGES_OF_PLAN = {
    "plan_change_timing": "customer_choice",
    "proration": "invoice_now",
    "trial_change": "continue_trial",
    "allow_promotion_codes": True,
}


async def test_the_settings_for_changes_of_plan_are_kept(service: Service) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = (await client.post("/v1/products", json={"name": "A", "self_service": CHANGES_OF_PLAN})).json()
        path = f"/v1/products/{made['id']}"
        await client.patch(path, json={"self_service": {"proration": "none"}})
        policy = (await client.get(path)).json()["self_service"]
    assert policy == made["self_service"] | {"proration": "none"}
    assert {name: made["self_service"][name] for name in CHANGES_OF_PLAN} == CHANGES_OF_PLAN


@pytest.mark.parametrize(
    ("setting", "value"),
    [("plan_change_timing", "later"), ("proration", "half"), ("trial_change", "restart")],
)
async def test_a_setting_is_one_of_its_words(
    service: Service, database: Database, setting: str, value: str
) -> None:
    async with client_for(service, a_caller("business")) as client:
        refused = await client.post("/v1/products", json={"name": "A", "self_service": {setting: value}})
    assert refused.status_code == 422
    assert [error["field"] for error in refused.json()["errors"]] == [f"self_service.{setting}"]
    assert await announced(database) == []


async def test_a_policy_from_before_a_setting_has_its_default(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = (await client.post("/v1/products", json={"name": "A"})).json()
        async with database.session() as session:
            await session.execute(
                update(ProductRow).values(
                    self_service={"allow_pause": False, "cancellation_mode": "immediate"}
                )
            )
        found = (await client.get(f"/v1/products/{made['id']}")).json()
    changed = {"allow_pause": False, "cancellation_mode": "immediate"}
    assert found["self_service"] == made["self_service"] | changed


async def test_a_limit_that_is_out_of_range_changes_nothing(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business")) as client:
        made = (await client.post("/v1/products", json={"name": "A"})).json()
        path = f"/v1/products/{made['id']}"
        changes = {"name": "B", "self_service": {"notice_days": 3650, "proration": "none"}}
        refused = await client.patch(path, json=changes)
        assert (await client.get(path)).json() == made
    assert refused.status_code == 422
    assert (refused.json()["code"], refused.json()["field"]) == (
        "policy_out_of_range",
        "self_service.notice_days",
    )
    assert [event.type for event in await announced(database)] == ["product.created"]

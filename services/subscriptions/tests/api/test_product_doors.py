"""What the business says of its products."""

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.outbox import announced


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

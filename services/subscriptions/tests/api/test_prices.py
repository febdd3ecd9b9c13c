"""Prices by the business's key: in tiers, by use, sold or no longer."""

import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

TIERS = [
    {"up_to": 5, "unit_amount": 1000, "flat_amount": 500},
    {"up_to": None, "unit_amount": 600, "flat_amount": 0},
]


async def a_product(client: AsyncClient) -> str:
    """The id of a new one."""
    return str((await client.post("/v1/products", json={"name": "Studio"})).json()["id"])


async def test_seats_are_priced_in_tiers(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        body = {"product_id": await a_product(client), "currency": "EUR", "interval": "month"}
        price = await client.post("/v1/prices", json=body | {"billing_scheme": "graduated", "tiers": TIERS})
        assert price.status_code == 201
        assert (price.json()["amount"], price.json()["tiers"]) == (0, TIERS)
        assert (await client.get(f"/v1/prices/{price.json()['id']}")).json() == price.json()
        made = await client.post(
            "/v1/subscriptions",
            json={
                "customer_id": ADA,
                "collection": "invoice",
                "items": [{"price_id": price.json()["id"], "quantity": 7}],
            },
        )
    assert made.json()["amount"] == {"amount": 6700, "currency": "EUR"}
    (line,) = (await announced(database))[-1].data["lines"]
    assert (line["billing_scheme"], line["quantity"]) == ("graduated", 7)
    assert (line["unit_amount"]["amount"], line["amount"]["amount"]) == (0, 6700)


async def test_what_is_metered_costs_nothing_ahead(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        body = {"product_id": await a_product(client), "currency": "EUR", "interval": "month"}
        terms = {"amount": 10, "usage_type": "metered", "included_units": 1000}
        price = (await client.post("/v1/prices", json=body | terms)).json()
        assert (price["usage_type"], price["included_units"]) == ("metered", 1000)
        item = {"price_id": price["id"]}
        wrong = {"customer_id": ADA, "items": [item | {"quantity": 2}], "collection": "invoice"}
        before = await announced(database)
        refused = await client.post("/v1/subscriptions", json=wrong)
        assert (refused.status_code, refused.json()["code"]) == (422, "quantity_not_possible")
        assert await announced(database) == before
        made = await client.post("/v1/subscriptions", json=wrong | {"items": [item]})
    assert made.json()["amount"] == {"amount": 0, "currency": "EUR"}
    begun = (await announced(database))[-1]
    assert (begun.type, begun.data["lines"]) == ("subscription.period_started", [])


@pytest.mark.parametrize(
    "terms",
    [
        {"billing_scheme": "volume", "amount": 100},
        {"billing_scheme": "volume", "tiers": TIERS[:1]},
        {"tiers": TIERS},
        {"amount": 100, "included_units": 5},
        {"amount": 100, "usage_type": "metered", "billing_scheme": "flat"},
    ],
)
async def test_terms_that_contradict_each_other_are_refused(
    service: Service, database: Database, terms: dict[str, object]
) -> None:
    async with client_for(service, a_caller("business")) as client:
        body = {"product_id": await a_product(client), "currency": "EUR", "interval": "month"}
        before = await announced(database)
        refused = await client.post("/v1/prices", json=body | terms)
        assert (refused.status_code, refused.json()["code"]) == (422, "pricing_invalid")
        neither = await client.post("/v1/prices", json=body)
        assert (neither.status_code, neither.json()["code"]) == (422, "invalid")
        assert (await client.get("/v1/prices")).json()["data"] == []
    assert await announced(database) == before


async def test_a_price_is_no_longer_sold_and_sold_again(service: Service, database: Database) -> None:
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        body = {"product_id": await a_product(client), "amount": 2900, "currency": "EUR", "interval": "month"}
        path = f"/v1/prices/{(await client.post('/v1/prices', json=body)).json()['id']}"
        assert (await client.patch(path, json={"active": False})).json()["active"] is False
        await client.patch(path, json={"active": False})
        told = [event for event in await announced(database) if event.type == "price.updated"]
        assert [(event.subjectversion, event.data["price"]["active"]) for event in told] == [(2, False)]
        item = {"price_id": path.rpartition("/")[2]}
        refused = await client.post("/v1/subscriptions", json={"customer_id": ADA, "items": [item]})
        assert (refused.status_code, refused.json()["code"]) == (409, "price_not_sold")
        assert (await client.patch(path, json={"active": True})).json()["active"] is True
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        assert (await client.patch(path, json={"active": False})).status_code == 404

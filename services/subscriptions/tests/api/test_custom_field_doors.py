"""Custom fields: set up by the business, filled in by it and by its customers."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest
import pytest_asyncio
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NOW
from foyer_shared.testing.outbox import announced
from httpx import AsyncClient

REFERENCE: dict[str, Any] = {
    "key": "reference",
    "label": "Reference on invoices",
    "type": "text",
    "editable_by": "customer",
}
DELIVERY = {"key": "delivery", "label": "Delivery", "type": "date", "editable_by": "customer"}
ROOM = {"key": "room", "label": "Room", "type": "text", "required": True}
SCORE = {"key": "score", "label": "Score", "type": "number", "shown": False}
FIELDS: list[dict[str, Any]] = [REFERENCE, DELIVERY, ROOM, SCORE]
WRITTEN = {"reference": "PO 17", "room": "North", "score": 4.5}


@pytest_asyncio.fixture
async def business(service: Service) -> AsyncIterator[AsyncClient]:
    """Northwind's key, in a call about Ada."""
    async with client_for(service, a_caller("business", customer_id=ADA, now=NOW)) as client:
        yield client


@pytest_asyncio.fixture
async def customer(service: Service) -> AsyncIterator[AsyncClient]:
    """Ada, in the portal."""
    async with client_for(service, a_caller(now=NOW)) as client:
        yield client


@pytest_asyncio.fixture
async def items(business: AsyncClient) -> dict[str, Any]:
    """What subscribes Ada to a product with four fields."""
    product = await business.post("/v1/products", json={"name": "Studio", "custom_fields": FIELDS})
    terms: dict[str, Any] = {"amount": 2900, "currency": "EUR", "interval": "month"}
    price = await business.post("/v1/prices", json={"product_id": product.json()["id"]} | terms)
    return {
        "customer_id": ADA,
        "collection": "invoice",
        "items": [{"price_id": price.json()["id"], "quantity": 1}],
    }


@pytest_asyncio.fixture
async def subscription(business: AsyncClient, items: dict[str, Any], database: Database) -> dict[str, Any]:
    """Ada's, with three of the fields filled in."""
    made = await business.post("/v1/subscriptions", json=items | {"custom_fields": WRITTEN})
    assert made.status_code == 201, made.text
    async with database.session() as session:
        await session.execute(database.tables.outbox.delete())
    answer: dict[str, Any] = made.json()
    return answer


async def test_a_products_fields_are_kept_with_their_defaults(business: AsyncClient) -> None:
    made = (await business.post("/v1/products", json={"name": "Studio", "custom_fields": FIELDS})).json()
    usual = {"required": False, "editable_by": "business", "shown": True, "max_length": None, "options": []}
    assert made["custom_fields"] == [usual | field for field in FIELDS]
    path = f"/v1/products/{made['id']}"
    choice = {"key": "colour", "label": "Colour", "type": "choice", "options": ["Red", "Blue"]}
    changed = await business.patch(path, json={"custom_fields": [choice]})
    assert changed.json() == made | {"custom_fields": [usual | choice]}
    assert (await business.patch(path, json={"name": "Atelier"})).json()["custom_fields"] == [usual | choice]
    assert (await business.patch(path, json={"custom_fields": []})).json()["custom_fields"] == []


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ([ROOM, ROOM], "custom_field_twice", "custom_fields.1.key"),
        ([ROOM | {"options": ["a"]}], "custom_field_setup_invalid", "custom_fields.0.options"),
        ([ROOM | {"key": "Room"}], "invalid", "custom_fields.0.key"),
        ([ROOM | {"type": "colour"}], "invalid", "custom_fields.0.type"),
        ([ROOM | {"max_length": 0}], "invalid", "custom_fields.0.max_length"),
        ([ROOM | {"key": f"room_{number}"} for number in range(21)], "invalid", "custom_fields"),
    ],
)
async def test_a_wrong_setup_is_named_and_changes_nothing(
    business: AsyncClient, database: Database, fields: list[dict[str, Any]], code: str, field: str
) -> None:
    made = (await business.post("/v1/products", json={"name": "Studio"})).json()
    path = f"/v1/products/{made['id']}"
    for refused in (
        await business.post("/v1/products", json={"name": "B", "custom_fields": fields}),
        await business.patch(path, json={"custom_fields": fields}),
    ):
        problem = refused.json()
        assert (refused.status_code, problem["code"]) == (422, code)
        assert field in {problem.get("field"), *(wrong["field"] for wrong in problem.get("errors", []))}
    assert (await business.get(path)).json() == made
    assert [event.type for event in await announced(database)] == ["product.created"]


async def test_customers_see_what_is_shown_and_may_edit_what_is_theirs(
    customer: AsyncClient, subscription: dict[str, Any]
) -> None:
    assert subscription["custom_fields"] == WRITTEN
    own = (await customer.get(f"/customer/subscriptions/{subscription['id']}")).json()
    assert own["custom_fields"] == {"reference": "PO 17", "room": "North"}
    assert own["fields"][0] == {
        "key": "reference",
        "label": "Reference on invoices",
        "type": "text",
        "required": False,
        "editable": True,
        "max_length": 500,
        "options": [],
        "value": "PO 17",
    }
    assert [(field["key"], field["editable"], field["value"]) for field in own["fields"]] == [
        ("reference", True, "PO 17"),
        ("delivery", True, None),
        ("room", False, "North"),
    ]
    listed = (await customer.get("/customer/subscriptions")).json()["data"]
    overview = (await customer.get("/customer/overview")).json()["subscriptions"]
    assert listed == overview == [own]


async def test_a_role_that_only_reads_edits_nothing(service: Service, subscription: dict[str, Any]) -> None:
    reader = frozenset({"subscriptions:read"})
    path = f"/customer/subscriptions/{subscription['id']}"
    async with client_for(service, a_caller(now=NOW, scopes=reader)) as client:
        own = (await client.get(path)).json()
        refused = await client.patch(f"{path}/custom-fields", json={"custom_fields": {"reference": "x"}})
        assert (await client.get(path)).json() == own
    assert {field["editable"] for field in own["fields"]} == {False}
    assert refused.status_code == 403


async def test_an_edit_is_told_without_its_words(
    customer: AsyncClient, business: AsyncClient, database: Database, subscription: dict[str, Any]
) -> None:
    path = f"/customer/subscriptions/{subscription['id']}"
    values = {"reference": " O'Brien ", "delivery": "2026-04-01"}
    for _ in range(2):  # The second one changes nothing, and is not told.
        edited = await customer.patch(f"{path}/custom-fields", json={"custom_fields": values})
        assert edited.status_code == 200
        assert edited.json() == (await customer.get(path)).json()
    assert edited.json()["custom_fields"] == {
        "reference": "O'Brien",
        "delivery": "2026-04-01",
        "room": "North",
    }
    found = (await business.get(f"/v1/subscriptions/{subscription['id']}")).json()
    assert found["custom_fields"] == WRITTEN | {"reference": "O'Brien", "delivery": "2026-04-01"}
    (event,) = await announced(database)
    assert (event.type, event.subjectversion, event.customerid) == (
        "subscription.updated",
        subscription["version"] + 1,
        ADA,
    )
    assert event.data["custom_fields"] == ["reference", "delivery"]
    assert event.data["shown_labels"] == ["Reference on invoices", "Delivery"]
    assert "O'Brien" not in event.model_dump_json()


async def test_the_business_writes_hidden_fields_and_empties_any(
    business: AsyncClient, database: Database, subscription: dict[str, Any]
) -> None:
    path = f"/v1/subscriptions/{subscription['id']}"
    changed = await business.patch(path, json={"custom_fields": {"score": 5, "reference": None}})
    assert changed.json()["custom_fields"] == {"room": "North", "score": 5}
    assert (await business.patch(path, json={})).json() == changed.json()
    (event,) = await announced(database)
    assert (event.data["custom_fields"], event.data["shown_labels"]) == (
        ["score", "reference"],
        ["Reference on invoices"],
    )


@pytest.mark.parametrize(
    ("values", "status", "code", "field"),
    [
        ({"reference": "x", "colour": "x"}, 422, "custom_field_unknown", "custom_fields.colour"),
        ({"reference": "x", "score": 1}, 422, "custom_field_unknown", "custom_fields.score"),
        ({"reference": "x", "room": "South"}, 403, "custom_field_not_editable", "custom_fields.room"),
        ({"reference": "x", "delivery": "soon"}, 422, "custom_field_invalid", "custom_fields.delivery"),
    ],
)
async def test_a_customers_wrong_edit_changes_nothing(
    customer: AsyncClient,
    database: Database,
    subscription: dict[str, Any],
    values: dict[str, Any],
    status: int,
    code: str,
    field: str,
) -> None:
    path = f"/customer/subscriptions/{subscription['id']}"
    before = (await customer.get(path)).json()
    refused = await customer.patch(f"{path}/custom-fields", json={"custom_fields": values})
    assert (refused.status_code, refused.json()["code"], refused.json()["field"]) == (status, code, field)
    assert (await customer.get(path)).json() == before
    assert await announced(database) == []


async def test_each_wrong_value_has_an_error_of_its_own(
    business: AsyncClient, subscription: dict[str, Any]
) -> None:
    path = f"/v1/subscriptions/{subscription['id']}"
    wrong = {"delivery": "2026-02-30", "score": "high", "room": None}
    refused = (await business.patch(path, json={"custom_fields": wrong})).json()
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [
        ("custom_fields.delivery", "not_a_date"),
        ("custom_fields.score", "not_a_number"),
        ("custom_fields.room", "value_required"),
    ]
    assert (await business.get(path)).json() == subscription


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({}, "custom_field_invalid"),
        ({"room": "North", "colour": "x"}, "custom_field_unknown"),
        ({"room": ["North"]}, "invalid"),
    ],
)
async def test_a_subscription_does_not_begin_with_wrong_values(
    business: AsyncClient, database: Database, items: dict[str, Any], values: dict[str, Any], code: str
) -> None:
    refused = await business.post("/v1/subscriptions", json=items | {"custom_fields": values})
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (await business.get("/v1/subscriptions")).json()["data"] == []
    assert {event.type for event in await announced(database)} == {"product.created", "price.created"}


@pytest.mark.parametrize("who", [{"customer_id": "cus_other"}, {"business_id": CONTOSO}])
async def test_anothers_subscription_is_not_found(
    service: Service, subscription: dict[str, Any], who: dict[str, Any]
) -> None:
    path = f"/customer/subscriptions/{subscription['id']}/custom-fields"
    async with client_for(service, a_caller(now=NOW, **who)) as client:
        refused = await client.patch(path, json={"custom_fields": {"reference": "x"}})
    assert (refused.status_code, refused.json()["code"]) == (404, "subscription_not_found")


async def test_what_has_ended_is_edited_by_the_business_only_and_taken_over(
    business: AsyncClient, customer: AsyncClient, subscription: dict[str, Any]
) -> None:
    path = f"/v1/subscriptions/{subscription['id']}"
    await business.post(f"{path}/cancel", json={"when": "now"})
    own = f"/customer/subscriptions/{subscription['id']}"
    values = {"custom_fields": {"reference": "x"}}
    refused = await customer.patch(f"{own}/custom-fields", json=values)
    assert (refused.status_code, refused.json()["code"]) == (409, "subscription_already_ended")
    assert {field["editable"] for field in (await customer.get(own)).json()["fields"]} == {False}
    assert (await business.patch(path, json=values)).json()["custom_fields"] == WRITTEN | {"reference": "x"}
    again = (await business.post(f"{path}/resubscribe")).json()
    assert again["custom_fields"] == WRITTEN | {"reference": "x"}


async def test_a_field_that_is_asked_no_more_keeps_its_value_unseen(
    business: AsyncClient, customer: AsyncClient, subscription: dict[str, Any]
) -> None:
    product = f"/v1/products/{subscription['items'][0]['product_id']}"
    path = f"/customer/subscriptions/{subscription['id']}"
    await business.patch(product, json={"custom_fields": [ROOM]})
    own = (await customer.get(path)).json()
    assert ([field["key"] for field in own["fields"]], own["custom_fields"]) == (["room"], {"room": "North"})
    refused = await customer.patch(f"{path}/custom-fields", json={"custom_fields": {"reference": "x"}})
    assert refused.json()["code"] == "custom_field_unknown"
    await business.patch(product, json={"custom_fields": FIELDS})
    assert (await customer.get(path)).json()["custom_fields"]["reference"] == "PO 17"


async def test_two_edits_at_once_both_stay(
    customer: AsyncClient, business: AsyncClient, database: Database, subscription: dict[str, Any]
) -> None:
    path = f"/customer/subscriptions/{subscription['id']}/custom-fields"
    edits = ({"reference": "first"}, {"delivery": "2026-05-01"})
    await asyncio.gather(*(customer.patch(path, json={"custom_fields": edit}) for edit in edits))
    found = (await business.get(f"/v1/subscriptions/{subscription['id']}")).json()
    assert found["custom_fields"] == WRITTEN | edits[0] | edits[1]
    assert found["version"] == subscription["version"] + 2
    assert len(await announced(database)) == 2

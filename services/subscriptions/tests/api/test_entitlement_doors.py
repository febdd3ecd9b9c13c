"""What products grant, what customers hold, and license keys, by the business's key."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection, Subscription
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.deliver_pending_grants import deliver_pending_grants

APrice = Callable[..., Awaitable[Price]]


async def subscribe(database: Database, price: Price, quantity: int = 1) -> Subscription:
    """Ada has the product."""
    async with database.work(an_origin(customer_id=ADA)) as work:
        return await create_subscription(
            work, customer_id=ADA, items=[(price.id, quantity)], terms=Terms(collection=Collection.INVOICE)
        )


async def test_a_file_of_a_product_with_its_limits(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        made = await client.post(path, json={"kind": "file", "name": "Brush pack"})
        assert made.status_code == 201
        entitlement = made.json()
        assert entitlement == {
            "id": entitlement["id"],
            "product_id": price.product_id,
            "kind": "file",
            "name": "Brush pack",
            "active": True,
            "downloads": 5,
            "days": 30,
            "file": None,
            "keys": None,
            "pattern": None,
            "activations": None,
            "keys_left": None,
            "url": None,
            "waiting": 0,
        }
        await subscribe(database, price)
        one = f"{path}/{entitlement['id']}"
        assert (await client.get(one)).json()["waiting"] == 1
        sent = await client.put(
            f"{one}/file?name=Brushes%20%C3%A9%20%26%20more.zip",
            content=b"brushes",
            headers={"content-type": "application/zip; x=y"},
        )
        assert sent.status_code == 200
        assert sent.json()["file"] == {
            "name": "Brushes é & more.zip",
            "size": 7,
            "sha256": "b4d2062daaed8dcfe507ec4e3f68d6817b1f2a4554bf709d6be7a03eaa515c15",
            "content_type": "application/zip",
        }
        changed = await client.patch(one, json={"name": "Brushes", "downloads": 2})
        assert (changed.json()["name"], changed.json()["downloads"], changed.json()["days"]) == (
            "Brushes",
            2,
            30,
        )
        assert await deliver_pending_grants(database) == 1
        listed = (await client.get(path)).json()["data"]
        assert [(one["name"], one["waiting"]) for one in listed] == [("Brushes", 0)]
        assert (await client.delete(one)).json()["active"] is False
        assert (await client.get(path)).json() == {"data": [], "next_cursor": None}
        held = (await client.get(f"/v1/entitlements?customer_id={ADA}")).json()["data"]
        assert [(grant["status"], grant["file"]["downloads_left"]) for grant in held] == [("granted", 2)]


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"kind": "file", "downloads": 0}, "entitlement_terms_out_of_range"),
        ({"kind": "file", "days": 4_000}, "entitlement_terms_out_of_range"),
        ({"kind": "license_key", "pattern": "XXXX"}, "license_key_pattern_invalid"),
        ({"kind": "license_key", "activations": 0}, "entitlement_terms_out_of_range"),
        ({"kind": "link"}, "link_invalid"),
        ({"kind": "link", "url": "http://join.example/"}, "link_invalid"),
        ({"kind": "link", "url": "https://join.example/{email}"}, "link_invalid"),
        ({"kind": "coupon"}, "invalid"),
    ],
)
async def test_what_cannot_be_granted_is_refused(
    service: Service, a_price: APrice, body: dict[str, Any], code: str
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        refused = await client.post(path, json={"name": "Brush pack"} | body)
        assert (refused.status_code, refused.json()["code"]) == (422, code)
        assert (await client.get(path)).json()["data"] == []


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("..%2Fetc%2Fpasswd", b"x", 422, "file_name_invalid"),
        ("C%3A%5Cwindows.zip", b"x", 422, "file_name_invalid"),
        ("%20", b"x", 422, "file_name_invalid"),
        ("a.zip", b"", 422, "file_empty"),
        ("a.zip", b"x" * 1_001, 422, "file_too_large"),
    ],
)
async def test_a_refused_file_leaves_the_one_that_was_there(
    small_store: Service, a_price: APrice, name: str, content: bytes, status: int, code: str
) -> None:
    price = await a_price()
    async with client_for(small_store, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        made = (await client.post(path, json={"kind": "file", "name": "Brush pack"})).json()
        before = await client.put(f"{path}/{made['id']}/file?name=old.zip", content=b"x" * 1_000)
        assert before.status_code == 200
        refused = await client.put(f"{path}/{made['id']}/file?name={name}", content=content)
        assert (refused.status_code, refused.json()["code"]) == (status, code)
        assert (await client.get(f"{path}/{made['id']}")).json()["file"] == before.json()["file"]


async def test_a_file_goes_only_where_a_file_is_granted(service: Service, a_price: APrice) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        link = (
            await client.post(path, json={"kind": "link", "name": "Club", "url": "https://join.example/"})
        ).json()
        refused = await client.put(f"{path}/{link['id']}/file?name=a.zip", content=b"x")
        assert (refused.status_code, refused.json()["code"]) == (409, "wrong_entitlement_kind")
        unknown = await client.put(f"{path}/ent_1/file?name=a.zip", content=b"x")
        assert (unknown.status_code, unknown.json()["code"]) == (404, "entitlement_not_found")
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        foreign = await client.put(f"{path}/{link['id']}/file?name=a.zip", content=b"x")
        assert (foreign.status_code, foreign.json()["code"]) == (404, "entitlement_not_found")


async def test_license_keys_of_a_list_are_granted_read_and_revoked(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        made = await client.post(
            path, json={"kind": "license_key", "name": "Key", "keys": "listed", "activations": 3}
        )
        one = f"{path}/{made.json()['id']}"
        assert (made.json()["keys"], made.json()["pattern"], made.json()["keys_left"]) == ("listed", None, 0)
        sent = await client.post(f"{one}/keys", json={"keys": ["KEY-AAAA", "KEY-BBBB", "KEY-AAAA"]})
        assert (sent.status_code, sent.json()) == (201, {"added": 2, "known": 1})
        await subscribe(database, price)
        assert (await client.get(one)).json()["keys_left"] == 1
        (key,) = (await client.get("/v1/license-keys")).json()["data"]
        assert (key["key"], key["masked"], key["status"]) == ("KEY-AAAA", "•••-AAAA", "granted")
        assert (key["customer_id"], key["activation_limit"], key["activations"]) == (ADA, 3, [])
        assert key["business_id"] == NORTHWIND
        assert (await client.get(f"/v1/license-keys/{key['id']}")).json() == key
        revoked = await client.post(f"/v1/license-keys/{key['id']}/revoke")
        assert (revoked.json()["status"], revoked.json()["cause"]) == ("revoked", "revoked_by_business")
        assert revoked.json()["key"] is None
        again = await client.post(f"/v1/license-keys/{key['id']}/revoke")
        assert (again.status_code, again.json()["code"]) == (409, "entitlement_already_revoked")
    assert [event.type for event in await announced(database)][-2:] == [
        "entitlement.granted",
        "entitlement.revoked",
    ]
    async with client_for(service, a_caller("business", business_id=CONTOSO)) as client:
        assert (await client.get("/v1/license-keys")).json()["data"] == []
        assert (await client.get(f"/v1/license-keys/{key['id']}")).status_code == 404
        assert (await client.post(f"/v1/license-keys/{key['id']}/revoke")).status_code == 404
        assert (await client.get(f"/v1/entitlements/{key['grant_id']}")).status_code == 404
        assert (await client.get(f"/v1/entitlements?customer_id={ADA}")).json()["data"] == []
        assert (await client.get(path)).status_code == 404


async def test_a_key_that_may_only_read_changes_nothing(service: Service, a_price: APrice) -> None:
    price = await a_price()
    path = f"/v1/products/{price.product_id}/entitlements"
    reader = a_caller("business", scopes=["subscriptions:read"])
    async with client_for(service, reader) as client:
        for refused in (
            await client.post(path, json={"kind": "link", "name": "Club", "url": "https://join.example/"}),
            await client.put(f"{path}/ent_1/file?name=a.zip", content=b"x"),
            await client.post("/v1/entitlements/grant_1/revoke"),
        ):
            assert refused.status_code == 403


def program() -> Any:
    """A call that the portal passes on for a vendor's program."""
    return a_caller("internal", scopes=["subscriptions:write"])


async def test_a_program_activates_validates_and_deactivates(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        await client.post(
            f"/v1/products/{price.product_id}/entitlements",
            json={"kind": "license_key", "name": "Key", "pattern": "NW-XXXX-XXXX-XXXX", "activations": 1},
        )
        await subscribe(database, price, quantity=2)
        (key,) = (await client.get("/v1/license-keys")).json()["data"]
    async with client_for(service, program()) as client:

        async def call(what: str, **said: str) -> httpx.Response:
            return await client.post(
                f"/internal/license-keys/{what}", json={"license_key": key["key"]} | said
            )

        assert (await call("validate")).json()["valid"] is True
        assert (await call("validate", instance="mac")).json()["valid"] is False
        first = (await call("activate", instance="mac", name="Ada's Mac")).json()
        assert (first["valid"], first["activation_limit"], first["activations_left"]) == (True, 2, 1)
        assert (first["activation"]["name"], first["product_id"]) == ("Ada's Mac", price.product_id)
        assert "key" not in first
        again = (await call("activate", instance="mac", name="Another name")).json()
        assert again == first
        assert (await call("activate", instance="pc")).json()["activation"]["name"] == "pc"
        full = await call("activate", instance="phone")
        assert (full.status_code, full.json()["code"]) == (409, "activation_limit_reached")
        gone = (await call("deactivate", instance="mac")).json()
        assert (gone["valid"], gone["activation"], gone["activations_left"]) == (False, None, 1)
        twice = await call("deactivate", instance="mac")
        assert (twice.status_code, twice.json()["code"]) == (404, "activation_not_found")
        unknown = await client.post("/internal/license-keys/validate", json={"license_key": "NW-0"})
        assert (unknown.status_code, unknown.json()["code"]) == (404, "license_key_not_found")
    uses = [
        (event.data["use"], event.data["left"])
        for event in await announced(database)
        if event.type == "entitlement.used"
    ]
    assert uses == [("activated", 1), ("activated", 0), ("deactivated", 1)]
    foreign = a_caller("internal", business_id=CONTOSO, scopes=["subscriptions:write"])
    async with client_for(service, foreign) as client:
        answer = await client.post("/internal/license-keys/validate", json={"license_key": key["key"]})
        assert answer.status_code == 404


async def test_a_revoked_key_is_not_valid_and_activates_nothing(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        await client.post(
            f"/v1/products/{price.product_id}/entitlements", json={"kind": "license_key", "name": "Key"}
        )
        await subscribe(database, price)
        (key,) = (await client.get("/v1/license-keys")).json()["data"]
        await client.post(f"/v1/entitlements/{key['grant_id']}/revoke")
    async with client_for(service, program()) as client:
        said = {"license_key": key["key"], "instance": "mac"}
        refused = await client.post("/internal/license-keys/activate", json=said)
        assert (refused.status_code, refused.json()["code"]) == (409, "license_key_not_usable")
        validated = (await client.post("/internal/license-keys/validate", json=said)).json()
        assert (validated["valid"], validated["status"]) == (False, "revoked")


async def test_ten_devices_at_once_take_only_the_room_there_is(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        await client.post(
            f"/v1/products/{price.product_id}/entitlements",
            json={"kind": "license_key", "name": "Key", "activations": 3},
        )
        await subscribe(database, price)
        (key,) = (await client.get("/v1/license-keys")).json()["data"]
    async with client_for(service, program()) as client:
        answers = await asyncio.gather(
            *(
                client.post(
                    "/internal/license-keys/activate",
                    json={"license_key": key["key"], "instance": f"device {number}"},
                )
                for number in range(10)
            )
        )
    assert sorted(answer.status_code for answer in answers) == [*[200] * 3, *[409] * 7]
    used = [event for event in await announced(database) if event.type == "entitlement.used"]
    assert [event.data["left"] for event in used] == [2, 1, 0]

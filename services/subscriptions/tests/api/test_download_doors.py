"""What a customer holds, and fetching files by signed links: from a folder, and from S3."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from foyer_shared.basics.clock import real_now
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import A_LOGIN, ADA, CONTOSO, NORTHWIND, an_origin
from foyer_shared.testing.outbox import announced
from foyer_shared.testing.plugin import SettingsFor
from foyer_shared.testing.s3 import KEYS
from foyer_subscriptions.domain.catalogue import Price
from foyer_subscriptions.domain.entitlement import EntitlementKind, EntitlementTerms
from foyer_subscriptions.domain.subscribe import Terms
from foyer_subscriptions.domain.subscription import Collection
from foyer_subscriptions.settings import Settings
from foyer_subscriptions.storage.license_keys import LicenseKeys
from foyer_subscriptions.storage.rows import GrantRow
from foyer_subscriptions.use_cases.activate_license_key import activate_license_key
from foyer_subscriptions.use_cases.create_subscription import create_subscription
from foyer_subscriptions.use_cases.deliver_pending_grants import deliver_pending_grants
from foyer_subscriptions.use_cases.forget_customer import forget_customer
from foyer_subscriptions.use_cases.read_license_key import read_license_key
from foyer_subscriptions.wiring import build
from sqlalchemy import update

APrice = Callable[..., Awaitable[Price]]
BEA = "cus_01jdbea00000e8000000000000"
CONTENT = bytes(range(256)) * 20_000
"""Five megabytes: several pieces on their way."""


@pytest_asyncio.fixture(params=["a folder", "S3"])
async def store(
    request: pytest.FixtureRequest, database: Database, settings_for: SettingsFor, tmp_path: Path
) -> AsyncIterator[Service]:
    """Subscriptions with its files in either store."""
    more: dict[str, Any] = {"files_url": (tmp_path / "files").as_uri()}
    if request.param == "S3":
        more = {
            "files_url": f"s3://downloads/{tmp_path.name}",
            "files_endpoint": request.getfixturevalue("s3_endpoint"),
            **KEYS,
        }
    service = build(settings_for(Settings, database, **more))
    yield service
    await service.database.close()


async def granted(service: Service, database: Database, price: Price, **terms: Any) -> dict[str, Any]:
    """Ada subscribes to a product with a file; what she sees of it."""
    async with client_for(service, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        made = (await client.post(path, json={"kind": "file", "name": "Brush pack"} | terms)).json()
        sent = await client.put(
            f"{path}/{made['id']}/file?name=Brush%20pack%20%C3%A9.zip",
            content=CONTENT,
            headers={"content-type": "application/zip"},
        )
        assert sent.status_code == 200
    async with database.work(an_origin(customer_id=ADA, now=real_now())) as work:
        await create_subscription(
            work, customer_id=ADA, items=[(price.id, 1)], terms=Terms(collection=Collection.INVOICE)
        )
    async with client_for(service, a_caller()) as client:
        (held,) = (await client.get("/customer/entitlements")).json()["data"]
        return dict(held)


async def link_of(service: Service, grant_id: str) -> str:
    """A signed link that Ada asks for."""
    async with client_for(service, a_caller()) as client:
        answer = await client.post(f"/customer/entitlements/{grant_id}/download")
        assert answer.status_code == 200
        return str(answer.json()["url"])


async def fetch(service: Service, url: str, business_id: str = NORTHWIND) -> httpx.Response:
    """As the portal passes it on."""
    caller = a_caller("internal", business_id=business_id)
    async with client_for(service, caller) as client:
        return await client.get(f"/internal{url}")


async def held_by_ada(service: Service, grant_id: str) -> dict[str, Any]:
    """What she sees of it now."""
    async with client_for(service, a_caller()) as client:
        return dict((await client.get(f"/customer/entitlements/{grant_id}")).json())


async def uses(database: Database) -> list[tuple[str, int | None]]:
    """What was told of uses."""
    return [
        (event.data["use"], event.data["left"])
        for event in await announced(database)
        if event.type == "entitlement.used"
    ]


async def test_a_file_comes_as_it_was_sent_and_each_fetch_is_counted_and_shown(
    store: Service, database: Database, a_price: APrice
) -> None:
    held = await granted(store, database, await a_price(), downloads=3)
    assert held["file"]["name"] == "Brush pack é.zip"
    assert (held["file"]["size"], held["file"]["downloads"]) == (len(CONTENT), [])
    url = await link_of(store, held["id"])
    assert url.startswith("/files/subscriptions.")
    for left in (2, 1):
        answer = await fetch(store, url)
        assert answer.status_code == 200
        assert answer.content == CONTENT
        assert answer.headers["content-type"] == "application/zip"
        assert answer.headers["content-length"] == str(len(CONTENT))
        assert answer.headers["content-disposition"] == (
            "attachment; filename=\"Brush pack _.zip\"; filename*=UTF-8''Brush%20pack%20%C3%A9.zip"
        )
        shown = (await held_by_ada(store, held["id"]))["file"]
        assert (shown["downloads_left"], shown["can_download"]) == (left, True)
        assert [one["by"] for one in shown["downloads"]] == [str(A_LOGIN)] * (3 - left)
    assert await uses(database) == [("downloaded", 2), ("downloaded", 1)]
    (used, _) = [event for event in await announced(database) if event.type == "entitlement.used"]
    assert (used.actor, used.customerid, used.subject) == (str(A_LOGIN), ADA, held["id"])


async def test_of_many_at_once_as_many_get_it_as_are_left(
    service: Service, database: Database, a_price: APrice
) -> None:
    held = await granted(service, database, await a_price(), downloads=2)
    url = await link_of(service, held["id"])
    answers = await asyncio.gather(*(fetch(service, url) for _ in range(6)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 409, 409, 409, 409]
    assert {answer.json()["code"] for answer in answers if answer.status_code == 409} == {
        "download_limit_reached"
    }
    shown = await held_by_ada(service, held["id"])
    assert (shown["file"]["downloads_left"], len(shown["file"]["downloads"])) == (0, 2)
    assert shown["file"]["can_download"] is False
    assert await uses(database) == [("downloaded", 1), ("downloaded", 0)]
    async with client_for(service, a_caller()) as client:
        refused = await client.post(f"/customer/entitlements/{held['id']}/download")
    assert (refused.status_code, refused.json()["code"]) == (409, "download_limit_reached")


async def test_after_its_days_it_is_refused_and_nothing_is_counted(
    service: Service, database: Database, a_price: APrice
) -> None:
    held = await granted(service, database, await a_price())
    url = await link_of(service, held["id"])
    async with database.session() as session:
        await session.execute(update(GrantRow).values(expires_at=real_now()))
    refused = await fetch(service, url)
    assert (refused.status_code, refused.json()["code"]) == (409, "download_expired")
    async with client_for(service, a_caller()) as client:
        refused = await client.post(f"/customer/entitlements/{held['id']}/download")
    assert (refused.status_code, refused.json()["code"]) == (409, "download_expired")
    assert (await held_by_ada(service, held["id"]))["file"]["downloads_left"] == 5
    assert await uses(database) == []


async def test_a_link_works_for_five_minutes_and_in_its_own_business_only(
    service: Service, database: Database, a_price: APrice, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = await granted(service, database, await a_price())
    url = await link_of(service, held["id"])
    foreign = await fetch(service, url, CONTOSO)
    assert (foreign.status_code, foreign.json()["code"]) == (404, "file_link_invalid")
    forged = await fetch(service, f"{url[:-4]}AAAA")
    assert (forged.status_code, forged.json()["code"]) == (404, "file_link_invalid")
    monkeypatch.setattr("foyer_shared.files.links.LIFETIME", timedelta(seconds=-1))
    answer = await fetch(service, await link_of(service, held["id"]))
    assert (answer.status_code, answer.json()["code"]) == (409, "file_link_expired")
    assert await uses(database) == []


async def test_a_store_that_lost_the_file_takes_no_download_from_anybody(
    service: Service, database: Database, a_price: APrice, caller_keys: Path
) -> None:
    held = await granted(service, database, await a_price())
    url = await link_of(service, held["id"])
    for file in (caller_keys.parent / "files").rglob("file_*"):
        file.unlink()
    refused = await fetch(service, url)
    assert (refused.status_code, refused.json()["code"]) == (404, "file_missing")
    assert (await held_by_ada(service, held["id"]))["file"]["downloads_left"] == 5
    assert await uses(database) == []


async def test_a_new_file_takes_the_place_of_the_old_one(
    service: Service, database: Database, a_price: APrice, caller_keys: Path
) -> None:
    price = await a_price()
    held = await granted(service, database, price)
    folder = caller_keys.parent / "files" / "subscriptions" / "entitlements" / held["entitlement_id"]
    (old,) = folder.iterdir()
    async with client_for(service, a_caller("business")) as client:
        path = f"/v1/products/{price.product_id}/entitlements/{held['entitlement_id']}/file"
        await client.put(f"{path}?name=second.zip", content=b"second")
    (new,) = folder.iterdir()
    assert new != old
    answer = await fetch(service, await link_of(service, held["id"]))
    assert (answer.content, answer.headers["content-type"]) == (b"second", "application/octet-stream")


async def test_what_is_another_customers_is_not_found(
    service: Service, database: Database, a_price: APrice
) -> None:
    held = await granted(service, database, await a_price())
    for stranger in (a_caller(customer_id=BEA), a_caller(business_id=CONTOSO)):
        async with client_for(service, stranger) as client:
            assert (await client.get("/customer/entitlements")).json()["data"] == []
            for answer in (
                await client.get(f"/customer/entitlements/{held['id']}"),
                await client.post(f"/customer/entitlements/{held['id']}/download"),
                await client.delete(f"/customer/entitlements/{held['id']}/activations/act_1"),
            ):
                assert (answer.status_code, answer.json()["code"]) == (404, "entitlement_not_found")


async def test_what_is_held_is_listed_by_what_it_came_with(
    service: Service, database: Database, a_price: APrice
) -> None:
    held = await granted(service, database, await a_price())
    async with client_for(service, a_caller()) as client:
        by = f"/customer/entitlements?subscription_id={held['subscription_id']}"
        assert [one["id"] for one in (await client.get(by)).json()["data"]] == [held["id"]]
        assert (await client.get("/customer/entitlements?order_id=ord_1")).json()["data"] == []
        assert (await client.get("/customer/entitlements?subscription_id=sub_1")).json()["data"] == []


async def test_a_customer_frees_a_device_once(service: Service, database: Database, a_price: APrice) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business")) as client:
        await client.post(
            f"/v1/products/{price.product_id}/entitlements",
            json={"kind": "license_key", "name": "Key", "activations": 1},
        )
    async with database.work(an_origin(customer_id=ADA)) as work:
        await create_subscription(
            work, customer_id=ADA, items=[(price.id, 1)], terms=Terms(collection=Collection.INVOICE)
        )
    async with client_for(service, a_caller()) as client:
        (held,) = (await client.get("/customer/entitlements")).json()["data"]
        key = held["license_key"]["key"]
        assert held["license_key"]["masked"] == f"••••-••••-{key[-4:]}"
    async with client_for(service, a_caller("internal")) as client:
        said = {"license_key": key, "instance": "mac"}
        activation = (await client.post("/internal/license-keys/activate", json=said)).json()["activation"]
    path = f"/customer/entitlements/{held['id']}/activations/{activation['id']}"
    async with client_for(service, a_caller(scopes=["subscriptions:read"])) as client:
        assert (await client.delete(path)).status_code == 403
    async with client_for(service, a_caller()) as client:
        assert (await client.delete(path)).json()["license_key"]["activations"] == []
        again = await client.delete(path)
        assert (again.status_code, again.json()["code"]) == (404, "activation_not_found")
    assert await uses(database) == [("activated", 0), ("deactivated", 1)]


async def test_when_a_customer_is_forgotten_their_devices_have_no_names(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price(entitlements=[(EntitlementKind.LICENSE_KEY, EntitlementTerms(pattern="X" * 12))])
    async with database.work(an_origin(customer_id=ADA)) as work:
        await create_subscription(
            work, customer_id=ADA, items=[(price.id, 1)], terms=Terms(collection=Collection.INVOICE)
        )
        key = await activate_license_key(
            work,
            (await LicenseKeys(work.session).list_page(work.scope, limit=1, after=None))[0].key,
            instance="mac-1",
            name="Ada's Mac",
        )
    assert [device.name for device in key.activations] == ["Ada's Mac"]
    async with database.work(an_origin()) as work:
        await forget_customer(work, BEA, version=2)
        assert (await read_license_key(work, key.key.key)).activations == key.activations
        await forget_customer(work, ADA, version=2)
        assert [device.name for device in (await read_license_key(work, key.key.key)).activations] == [""]


async def test_while_it_is_withheld_neither_key_nor_link_is_shown(
    service: Service, database: Database, a_price: APrice
) -> None:
    price = await a_price()
    async with client_for(service, a_caller("business", customer_id=ADA)) as client:
        path = f"/v1/products/{price.product_id}/entitlements"
        await client.post(path, json={"kind": "license_key", "name": "Key"})
        await client.post(
            path, json={"kind": "link", "name": "Club", "url": "https://join.example/{subscription_id}"}
        )
        made = await client.post(
            "/v1/subscriptions",
            json={"customer_id": ADA, "items": [{"price_id": price.id}], "collection": "invoice"},
        )
        subscription_id = made.json()["id"]
    async with client_for(service, a_caller()) as client:
        held = {one["kind"]: one for one in (await client.get("/customer/entitlements")).json()["data"]}
        assert held["link"]["url"] == f"https://join.example/{subscription_id}"
        assert len(held["license_key"]["license_key"]["key"]) == 14
        await client.post(f"/customer/subscriptions/{subscription_id}/pause")
        held = {one["kind"]: one for one in (await client.get("/customer/entitlements")).json()["data"]}
    assert (held["link"]["status"], held["link"]["cause"], held["link"]["url"]) == (
        "withheld",
        "paused",
        None,
    )
    assert held["license_key"]["license_key"]["key"] is None
    assert await deliver_pending_grants(database) == 0

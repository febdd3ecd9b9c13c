"""Pictures of products: what is taken, who sees it, and what is left of one that goes."""

from collections.abc import AsyncIterator, Awaitable, Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from foyer_shared.service import Service
from foyer_shared.storage.database import Database
from foyer_shared.testing.callers import a_caller, client_for
from foyer_shared.testing.makers import CONTOSO, NORTHWIND
from foyer_shared.testing.outbox import announced
from foyer_shared.testing.plugin import SettingsFor
from foyer_subscriptions.domain.subscription import Subscription
from foyer_subscriptions.settings import Settings
from foyer_subscriptions.wiring import build

Subscribed = Callable[..., Awaitable[Subscription]]
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 40
JPEG = b"\xff\xd8\xff\xe0" + b"\x00" * 40
WEBP = b"RIFF\x24\x00\x00\x00WEBPVP8 " + b"\x00" * 40


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the files lie."""
    return tmp_path / "files"


@pytest_asyncio.fixture
async def store(database: Database, settings_for: SettingsFor, folder: Path) -> AsyncIterator[Service]:
    """Subscriptions with its files in a folder."""
    service = build(settings_for(Settings, database, files_url=folder.as_uri()))
    yield service
    await service.database.close()


async def sent(
    service: Service, product_id: str, content: bytes, *, alt: str = "A desk", business_id: str = NORTHWIND
) -> httpx.Response:
    """The business's picture, which calls itself a PNG."""
    async with client_for(service, a_caller("business", business_id=business_id)) as client:
        path = f"/v1/products/{product_id}/images"
        headers = {"content-type": "image/png"}
        return await client.post(path, params={"alt": alt}, content=content, headers=headers)


async def shown(service: Service, picture_id: str, **caller: Any) -> httpx.Response:
    """What the portal is given."""
    async with client_for(service, a_caller("internal", **caller)) as client:
        return await client.get(f"/internal/product-images/{picture_id}")


def kept(folder: Path) -> int:
    """How many files there are."""
    return len([path for path in folder.rglob("*") if path.is_file()])


@pytest.mark.parametrize(
    ("content", "content_type"), [(PNG, "image/png"), (JPEG, "image/jpeg"), (WEBP, "image/webp")]
)
async def test_a_picture_is_what_its_bytes_are_and_shown_with_its_product(
    store: Service, subscribed: Subscribed, content: bytes, content_type: str
) -> None:
    subscription = await subscribed()
    answer = await sent(store, subscription.items[0].product_id, content, alt=" A desk ")
    assert answer.status_code == 201
    (picture,) = answer.json()["pictures"]
    assert picture == {
        "id": picture["id"],
        "url": f"/product-images/{picture['id']}",
        "alt": "A desk",
        "content_type": content_type,
        "size": len(content),
        "sha256": sha256(content).hexdigest(),
    }
    seen = await shown(store, picture["id"])
    assert (seen.status_code, seen.content, seen.headers["content-type"]) == (200, content, content_type)
    assert (await shown(store, picture["id"], business_id=CONTOSO)).json()["code"] == "picture_not_found"
    async with client_for(store, a_caller()) as client:
        (one,) = (await client.get("/customer/subscriptions")).json()["data"]
        plans = (await client.get(f"/customer/subscriptions/{subscription.id}/plans")).json()
    assert one["picture"] == plans["plans"][0]["picture"] == picture


async def test_the_first_one_stands_for_the_product_until_it_goes(
    store: Service, database: Database, subscribed: Subscribed, folder: Path
) -> None:
    product_id = (await subscribed()).items[0].product_id
    for content in (PNG, JPEG):
        pictures = (await sent(store, product_id, content)).json()["pictures"]
    assert kept(folder) == 2
    async with client_for(store, a_caller("business")) as client:
        path = f"/v1/products/{product_id}"
        gone = await client.delete(f"{path}/images/{pictures[0]['id']}")
        assert (gone.status_code, gone.json()["pictures"]) == (200, pictures[1:])
        again = await client.delete(f"{path}/images/{pictures[0]['id']}")
        assert (again.status_code, again.json()["code"]) == (404, "picture_not_found")
        # Other changes leave it.
        assert (await client.patch(path, json={"name": "Desk"})).json()["pictures"] == pictures[1:]
    assert kept(folder) == 1
    assert (await shown(store, pictures[0]["id"])).status_code == 404
    assert [event.type for event in await announced(database)] == ["product.updated"] * 4


@pytest.mark.parametrize(
    ("content", "alt", "code"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "A desk", "picture_invalid"),
        (b"<html><script>", "A desk", "picture_invalid"),
        (b"GIF89a" + b"\x00" * 40, "A desk", "picture_invalid"),
        (b"", "A desk", "picture_invalid"),
        (PNG + b"\x00" * (2 * 1024 * 1024), "A desk", "file_too_large"),
        (PNG, " ", "picture_text_missing"),
        (PNG, "x" * 301, "picture_text_missing"),
    ],
)
async def test_what_is_no_picture_is_refused_and_kept_nowhere(
    store: Service,
    database: Database,
    subscribed: Subscribed,
    folder: Path,
    content: bytes,
    alt: str,
    code: str,
) -> None:
    product_id = (await subscribed()).items[0].product_id
    refused = await sent(store, product_id, content, alt=alt)
    assert (refused.status_code, refused.json()["code"]) == (422, code)
    assert (kept(folder), await announced(database)) == (0, [])


async def test_eight_are_enough_and_the_ninth_is_dropped(
    store: Service, subscribed: Subscribed, folder: Path
) -> None:
    product_id = (await subscribed()).items[0].product_id
    answers = [await sent(store, product_id, PNG) for _ in range(9)]
    assert [answer.status_code for answer in answers] == [*[201] * 8, 409]
    assert answers[-1].json()["code"] == "too_many_pictures"
    assert kept(folder) == 8


async def test_nobody_elses_product_gets_one(store: Service, subscribed: Subscribed, folder: Path) -> None:
    product_id = (await subscribed()).items[0].product_id
    theirs = await sent(store, product_id, PNG, business_id=CONTOSO)
    assert (theirs.status_code, theirs.json()["code"]) == (404, "product_not_found")
    assert kept(folder) == 0

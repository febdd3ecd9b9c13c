"""A file, a license key and a link that come with a subscription, as a customer and a program use them."""

import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.accessible import wrong_with
from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import KEY, Foyer, until

SECONDS_TO_ARRIVE = 30
CONTENT = b"four brushes, and a fifth"


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """A customer of this test's own."""
    return own_customer(foyer_here)


def bring_along(foyer: Foyer, rosa: OwnCustomer, subscription_id: str) -> dict[str, dict[str, Any]]:
    """Let the product grant one of each kind; what the customer holds of it once it has arrived, by kind."""
    product_id = rosa.subscription(subscription_id)["items"][0]["product_id"]
    path = f"/v1/products/{product_id}/entitlements"
    with httpx.Client(base_url=foyer.url, headers={"Authorization": f"Bearer {KEY}"}, timeout=20) as client:
        for body in (
            {"kind": "file", "name": "Brush pack", "downloads": 2},
            {"kind": "license_key", "name": "Desktop app", "activations": 2},
            {"kind": "link", "name": "Makers' forum", "url": "https://forum.example/{subscription_id}"},
        ):
            made = client.post(path, json=body).raise_for_status().json()
            if body["kind"] == "file":
                sent = client.put(
                    f"{path}/{made['id']}/file", params={"name": "Brushes é.zip"}, content=CONTENT
                )
                sent.raise_for_status()
        end = time.monotonic() + SECONDS_TO_ARRIVE
        while time.monotonic() < end:
            listed = client.get("/v1/entitlements", params={"customer_id": rosa.id}).json()["data"]
            held = {one["kind"]: one for one in listed if one["status"] == "granted"}
            if len(held) == len(listed) == 3:
                return held
            time.sleep(0.2)
    raise AssertionError("what the product grants has not arrived")


def business_of(foyer: Foyer) -> str:
    """What a vendor builds into its program: the business's id, as its list of license keys says it."""
    headers = {"Authorization": f"Bearer {KEY}"}
    listed = httpx.get(f"{foyer.url}/v1/license-keys", headers=headers, timeout=10).json()["data"]
    return str(listed[0]["business_id"])


@every_look
def test_download_use_the_key_and_follow_the_link(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    scripted = "without JavaScript" not in request.node.name

    def look_again() -> None:
        """An open page brings itself up to date, where scripts run."""
        if not scripted:
            page.reload()

    studio = rosa.subscribe("Studio")
    held = bring_along(foyer_here, rosa, studio)
    key = held["license_key"]["license_key"]["key"]
    mail = foyer_here.wait_for_mail(rosa.email, "entitlement_granted", more_than=2)
    assert f"/subscriptions/{studio}" in mail["text"]
    assert key not in "".join(one["text"] for one in foyer_here.mails(rosa.email))

    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/subscriptions/{studio}")
    goods = page.locator("section").filter(has=page.get_by_role("heading", name="Downloads and access"))
    for left in ("1 download left of 2", "0 downloads left of 2"):
        with page.expect_download() as download:
            goods.get_by_role("button", name="Download Brush pack").click()
        assert download.value.suggested_filename == "Brushes é.zip"
        download.value.save_as(tmp_path / "saved.zip")
        assert (tmp_path / "saved.zip").read_bytes() == CONTENT
        look_again()
        expect(goods.get_by_text(left)).to_be_visible()
    expect(goods.get_by_role("button", name="Download Brush pack")).to_have_count(0)
    expect(goods.get_by_role("link", name="Open Makers' forum")).to_have_attribute(
        "href", f"https://forum.example/{studio}"
    )

    expect(goods.get_by_text(key)).to_be_hidden()
    goods.get_by_text("Show license key").click()
    expect(goods.get_by_text(key)).to_be_visible()
    said = {"business_id": business_of(foyer_here), "license_key": key, "instance": "mac-1"}
    activated = httpx.post(
        f"{foyer_here.url}/v1/license-keys/activate", json=said | {"name": "Rosa's Mac"}, timeout=10
    )
    assert activated.json()["activations_left"] == 1
    look_again()
    expect(goods.get_by_text("Devices: 1 of 2")).to_be_visible()
    if "desktop" in request.node.name:
        page.evaluate("for (const it of document.querySelectorAll('main details')) it.open = true")
        assert list(wrong_with(page, "what came with it")) == []
    goods.get_by_role("button", name="Free Rosa's Mac").click()
    expect(page.get_by_text("The device is free.")).to_be_visible()
    expect(goods.get_by_text("Devices: 0 of 2")).to_be_visible()
    validated = httpx.post(f"{foyer_here.url}/v1/license-keys/validate", json=said, timeout=10)
    assert validated.json()["valid"] is False


def test_a_paid_order_brings_what_its_product_grants(foyer_here: Foyer, rosa: OwnCustomer) -> None:
    headers = {"Authorization": f"Bearer {KEY}"}
    with httpx.Client(base_url=f"{foyer_here.url}/v1", headers=headers, timeout=20) as client:

        def make(path: str, body: dict[str, Any]) -> dict[str, Any]:
            return dict(client.post(path, json=body).raise_for_status().json())

        product = make("/products", {"name": "Handbook"})
        link = {"kind": "link", "name": "Reading room", "url": "https://read.example/{order_id}"}
        make(f"/products/{product['id']}/entitlements", link)
        line = {
            "description": "Handbook",
            "quantity": 1,
            "unit_amount": 2500,
            "currency": "EUR",
            "product_id": product["id"],
        }

        def ordered() -> dict[str, Any] | None:
            """Once the product has arrived at invoicing."""
            answer = client.post("/orders", json={"customer_id": rosa.id, "lines": [line]})
            return None if answer.status_code == 404 else dict(answer.raise_for_status().json())

        order = until(ordered, "the product to be known where orders are")
        assert client.get("/entitlements", params={"order_id": order["id"]}).json()["data"] == []
        make(f"/invoices/{order['invoice_id']}/payments", {"amount": order["total"]})
        foyer_here.wait_for_mail(rosa.email, "entitlement_granted")
        (held,) = client.get("/entitlements", params={"order_id": order["id"]}).json()["data"]
    assert (held["status"], held["url"]) == ("granted", f"https://read.example/{order['id']}")

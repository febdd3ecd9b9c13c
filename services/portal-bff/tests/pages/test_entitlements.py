"""Downloads, license keys and links on the pages of a subscription and an order."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_shared.testing.html import text_of

FILE = "/entitlements/grant_file/download"
FREE = "/entitlements/grant_key/activations/act_1/free"
HELD = {
    "id": "grant_file",
    "kind": "file",
    "name": "Brush pack",
    "status": "granted",
    "subscription_id": "sub_studio",
}


@pytest.mark.parametrize("path", ["/subscriptions/sub_studio", "/orders/ord_1007"])
async def test_all_that_came_with_it_is_shown_with_its_limits(browser: Any, full: Any, path: str) -> None:
    page = await browser.get(path)
    text = page.text()
    for said in (
        "Downloads and access",
        "Brush pack é & more.zip, 4.2 MB",
        "3 downloads left of 5 · Can be downloaded until 1 December 2026",
        "Downloaded by somebody else of your account on 20 November 2026 at 10:30",
        "old.zip, 850 bytes",
        "Could be downloaded until 10 November 2026",
        "••••-••••-••••-JKMN",
        "NW26-ABCD-EFGH-JKMN",
        "Devices: 1 of 3",
        "Ada's <Mac> since 3 November 2026",
        "Not available while the subscription is paused.",
        "It is being prepared. You get a message as soon as it is there.",
        "We have withdrawn this. Please contact us about it.",
    ):
        assert said in text, said
    (link,) = [one for one in page.all("a") if one.get("aria-label") == "Open Makers' club"]
    assert (link.get("href"), link.get("rel")) == (
        "https://club.example/join?s=sub_studio&x=1",
        "noreferrer",
    )
    actions = [form.get("action") for form in page.all("form")]
    assert actions.count(FILE) == actions.count(FREE) == 1
    assert [action for action in actions if action and "grant_over" in action] == []
    asked = [call for call in full.of("subscriptions") if call.path == "/customer/entitlements"]
    name, one = ("order_id", "ord_1007") if path.startswith("/orders") else ("subscription_id", "sub_studio")
    assert [call.query for call in asked] == [{"limit": "100", name: one}]


async def test_the_key_is_shown_only_when_it_is_asked_for(browser: Any, full: Any) -> None:
    page = await browser.get("/subscriptions/sub_studio")
    (revealed,) = [one for one in page.all("details") if "NW26-ABCD-EFGH-JKMN" in text_of(one)]
    assert revealed.get("open") is None
    assert text_of(revealed.find("summary")) == "Show license key"


async def test_without_anything_there_is_no_section(browser: Any, full: Any) -> None:
    full.answer("subscriptions", "GET /customer/entitlements", {"data": [], "next_cursor": None})
    for path in ("/subscriptions/sub_studio", "/orders/ord_1007"):
        assert "Downloads and access" not in (await browser.get(path)).text()


async def test_a_download_leads_to_a_signed_link(browser: Any, full: Any) -> None:
    full.answer(
        "subscriptions",
        "POST /customer/entitlements/grant_file/download",
        {"url": "/files/subscriptions.a.b.c", "expires_at": "2026-11-22T14:05:00Z"},
    )
    form = (await browser.get("/subscriptions/sub_studio")).form(FILE)
    assert await browser.send(FILE, form) == "/files/subscriptions.a.b.c"


@pytest.mark.parametrize(
    ("code", "says"),
    [
        ("download_limit_reached", "You have downloaded this as often as possible. Please contact us."),
        ("download_expired", "The time to download this is over. Please contact us."),
        ("entitlement_not_usable", "This is not available at the moment."),
    ],
)
async def test_a_refused_download_says_why_on_its_page(browser: Any, full: Any, code: str, says: str) -> None:
    form = (await browser.get("/subscriptions/sub_studio")).form(FILE)
    refusal = {"code": code, "detail": "No."}
    full.answer("subscriptions", "POST /customer/entitlements/grant_file/download", refusal, status=409)
    full.answer("subscriptions", "GET /customer/entitlements/grant_file", HELD)
    page = await browser.post(FILE, form, status=409)
    assert (
        page.text_of("h1"),
        next(text_of(one) for one in page.all("div") if one.get("role") == "alert"),
    ) == (
        "Studio, yearly",
        f"Please look at this again {says}",
    )
    of_order = HELD | {"subscription_id": None, "order_id": "ord_1007"}
    full.answer("subscriptions", "GET /customer/entitlements/grant_file", of_order)
    page = await browser.post(FILE, form, status=409)
    assert says in page.text()
    assert page.text_of("h1").startswith("Order ")


async def test_another_customers_download_is_not_found(browser: Any, full: Any) -> None:
    form = (await browser.get("/subscriptions/sub_studio")).form(FILE)
    page = await browser.post("/entitlements/grant_zoe/download", form, status=404)
    assert page.text_of("h1") == "Page not found"


async def test_a_device_is_freed_and_the_page_says_so(browser: Any, full: Any) -> None:
    full.answer(
        "subscriptions",
        "DELETE /customer/entitlements/grant_key/activations/act_1",
        HELD | {"id": "grant_key", "kind": "license_key"},
    )
    form = (await browser.get("/subscriptions/sub_studio")).form(FREE) | {"idempotency_key": "once"}
    assert await browser.send(FREE, form) == "/subscriptions/sub_studio"
    assert "The device is free." in (await browser.get("/subscriptions/sub_studio")).text()
    (call,) = [call for call in full.of("subscriptions") if call.method == "DELETE"]
    assert call.headers["idempotency-key"] == "once"


async def test_who_only_reads_downloads_and_frees_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any
) -> None:
    browser.client.cookies.set(
        "foyer_session", await token_of(await add_member(Role.MEMBER), request_id="req_2")
    )
    page = await browser.get("/subscriptions/sub_studio")
    actions = [form.get("action") for form in page.all("form")]
    assert (FILE in actions, FREE in actions) == (True, False)
    assert (await browser.client.post(FREE, data=page.form(FILE))).status_code == 403
    assert [call for call in full.of("subscriptions") if call.method == "DELETE"] == []


async def test_an_accountant_sees_the_order_without_what_came_with_it(
    browser: Any, full: Any, add_member: Any, token_of: Any
) -> None:
    browser.client.cookies.set(
        "foyer_session", await token_of(await add_member(Role.ACCOUNTANT), request_id="req_2")
    )
    assert "Downloads and access" not in (await browser.get("/orders/ord_1007")).text()
    assert full.of("subscriptions") == []


async def test_the_order_is_there_while_what_came_with_it_is_away(browser: Any, full: Any) -> None:
    full.away.add("subscriptions")
    text = (await browser.get("/orders/ord_1007")).text()
    assert "Downloads and access" in text
    assert "This part is not available right now. Please try again in a moment." in text

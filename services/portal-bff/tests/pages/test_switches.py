"""What a business has switched off is nowhere: no page, no call, no link to it; and all else stands."""

import re
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from foyer_portal_bff.api.session import find_by_token, who_is_signed_in
from foyer_portal_bff.api.visitor import visited
from foyer_portal_bff.domain.business import Business
from foyer_portal_bff.domain.portal_configuration import UPDATES, Switch
from foyer_portal_bff.domain.switched_doors import is_open, needed_for
from foyer_portal_bff.use_cases.update_portal_configuration import update_portal_configuration
from foyer_shared.storage.database import Database
from foyer_shared.testing.html import HtmlPage
from foyer_shared.testing.makers import an_origin

PAGES = (
    "/",
    "/subscriptions",
    "/subscriptions/sub_studio",
    "/subscriptions/sub_ending",
    "/subscriptions/sub_called",
    "/subscriptions/sub_studio/cancel",
    "/invoices",
    "/credit-notes",
    "/balance",
    "/invoices/inv_12",
    "/invoices/inv_12/refund",
    "/invoices/inv_39",
    "/collection-cases",
    "/collection-cases/case_1",
    "/orders",
    "/orders/ord_1007",
    "/payment-methods",
    "/payment-methods/add",
    "/payment-methods/pm_2/default",
    "/payment-methods/pm_2/iban",
    "/payment-methods/pm_1/remove",
    "/payment-methods/added/pms_1",
    "/pay",
    "/payments/pay_1",
    "/payments/pay_3",
    "/support",
    "/support/new",
    "/support/tkt_7",
    "/notifications",
    "/contact-persons",
    "/history",
    "/declarations",
    "/settings",
    "/settings/security",
    "/settings/password",
    "/details",
    "/details/edit",
    "/details/email",
    "/details/close",
)
ALWAYS_ON = (
    r"/|/brand\.css|/static/.*|/live|/healthz|/closed|/sign-out|/api/sign-out|/sign-in|/task",
    r"(/api)?/subscriptions(/.*)?|(/api)?/declarations(/.*)?|/api/home",
    r"(/api)?/payments(/.*)?|(/api)?/payment-methods(/[^/]+)?|(/api)?/entitlements(/[^/]+)?",
    r"/notifications(/.*)?|/api/messages(/.*)?|/unsubscribe|(/api)?/details|/api/details/addresses",
    r"(/api)?/settings|/settings/security(/.*)?|/api/(sessions|accounts?)(/.*)?|(/api)?/portal-session",
    r"/email-change|/contact-persons/answer|(/cancel|/withdraw|/i)(/.*)?|/api/(cancellations|withdrawals)(/.*)?",
    r"/dev/.*|/sandbox/.*|/webhooks/.*|/files/.*|/product-images/.*|/v1/.*|/docs|/openapi\.json",
)
"""Doors that no switch closes: what runs by itself, what the law keeps open, who is signed in and how, and
what has a credential of its own.
"""
WAYS_IN = (Switch.SIGN_IN_LINK, Switch.SIGN_IN_PASSWORD, Switch.SIGN_IN_PASSKEY, Switch.REGISTRATION)


@pytest.fixture
def switch_off(database: Database, northwind: Business) -> Any:
    """Switches things off in Northwind's portal, all else on."""

    async def set_features(*off: str) -> frozenset[str]:
        features: dict[str, Any] = {name: {"enabled": False} for name in off if "." not in name}
        kept = [name.partition(".")[2] for name in UPDATES if name not in off]
        if len(kept) < len(UPDATES):
            features["customer_update"] = {"allowed_updates": kept}
        async with database.work(an_origin()) as work:
            configuration = await update_portal_configuration(
                work, "default", {"features": features}, merges=False
            )
        return configuration.closed

    return set_features


def led_to(page: HtmlPage) -> Iterator[tuple[str, str]]:
    """Where the page leads: method and path of each link and form within the portal."""
    doors = [("GET", str(link.get("href"))) for link in page.all("a")]
    doors += [(str(form.get("method")).upper(), str(form.get("action"))) for form in page.all("form")]
    yield from ((method, re.split(r"[?#]", to)[0]) for method, to in doors if to.startswith("/"))


def test_every_door_has_its_switch_or_is_always_on(app: FastAPI) -> None:
    doors = [
        (method, route.path)
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if route.path
    ]
    assert len(doors) > 200
    always = [re.compile(pattern) for pattern in ALWAYS_ON]
    unclear = [
        f"{method} {path}"
        for method, path in doors
        if not needed_for(method, path) and not any(one.fullmatch(path) for one in always)
    ]
    assert unclear == []


def test_switched_doors_ask_who_comes(app: FastAPI) -> None:
    """Only who is signed in, or has come to a business as a visitor, has a configuration."""
    asked = {who_is_signed_in, find_by_token, visited}
    blind = [
        f"{method} {route.path}"
        for route in iter_route_contexts(app.routes)
        for method in route.methods or ()
        if needed_for(method, route.path or "")
        and not asked & calls(getattr(route, "dependant", None))
        and route.path != "/contact-persons/answer"
    ]
    assert blind == []


def calls(dependant: Dependant | None) -> set[Any]:
    """All that a door depends on."""
    if dependant is None:
        return set()
    return {dependant.call}.union(*(calls(below) for below in dependant.dependencies))


@pytest.mark.parametrize("name", [*(switch for switch in Switch if switch not in WAYS_IN), *UPDATES])
async def test_what_is_off_is_nowhere(browser: Any, full: Any, switch_off: Any, name: str) -> None:
    off = await switch_off(name)
    wrong = []
    for path in PAGES:
        there = is_open("GET", path, off)
        page = await browser.get(path, status=200 if there else 404)
        wrong += [(path, *door) for door in led_to(page) if not is_open(*door, off)]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "method", "path"),
    [
        (Switch.REFUND_REQUESTS, "POST", "/api/invoices/inv_12/refund-request"),
        (Switch.PAY_OPEN_INVOICES, "POST", "/api/invoices/inv_12/pay"),
        (Switch.PAY_OPEN_INVOICES, "POST", "/api/payments"),
        (Switch.INVOICES, "GET", "/api/invoices/inv_12"),
        (Switch.INVOICES, "POST", "/api/invoices/inv_12/pay"),
        (Switch.ORDERS, "GET", "/api/orders"),
        (Switch.DOWNLOADS, "POST", "/api/entitlements/grant_file/download"),
        (Switch.LICENSE_KEYS, "DELETE", "/api/entitlements/grant_key/activations/act_1"),
        (Switch.COLLECTION_CASES, "GET", "/api/collection-cases"),
        (Switch.PAYMENT_PLANS, "POST", "/api/collection-cases/case_1/payment-plan"),
        (Switch.PAYMENT_METHOD_ADD, "POST", "/api/payment-setups"),
        (Switch.PAYMENT_METHOD_REMOVE, "DELETE", "/api/payment-methods/pm_1"),
        (Switch.PAYMENT_METHOD_DEFAULT, "PUT", "/api/payment-methods/pm_1/default"),
        (Switch.SUPPORT, "POST", "/api/tickets"),
        (Switch.CONTACT_PERSONS, "GET", "/api/contacts"),
        (Switch.PREFERENCES, "PUT", "/api/preferences/invoices"),
        (Switch.EXPORT, "GET", "/api/details/export"),
        (Switch.CLOSING, "POST", "/api/details/closing"),
        (Switch.HISTORY, "GET", "/api/history"),
        (Switch.SIGN_IN_PASSWORD, "PUT", "/api/password"),
        ("customer_update.email", "POST", "/api/details/email"),
    ],
)
async def test_a_call_that_is_off_is_refused_and_reaches_nobody(
    ada_client: httpx.AsyncClient, full: Any, switch_off: Any, name: str, method: str, path: str
) -> None:
    await switch_off(name)
    answer = await ada_client.request(method, path, json={})
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
    assert full.calls == []
    await switch_off()
    answer = await ada_client.request(method, path, json={})
    assert answer.json() is not None
    assert answer.status_code != 404 or full.calls != []


async def test_a_detail_that_is_off_is_neither_in_the_form_nor_taken(
    browser: Any, ada_client: httpx.AsyncClient, full: Any, switch_off: Any
) -> None:
    await switch_off("customer_update.phone", "customer_update.shipping", "tax_ids")
    form = (await browser.get("/details/edit")).form("/details/edit")
    assert "company" in form
    assert not [name for name in form if name.startswith(("phone", "shipping", "tax"))]
    full.answer(
        "invoicing", "PATCH /customer/profile", full.answers["invoicing", "GET /customer/profile"].json()
    )
    await browser.send("/details/edit", form | {"phone": "1", "tax-value-0": "1"})
    [sent] = [call.body for call in full.of("invoicing") if call.method == "PATCH"]
    assert not {"phone", "shipping_address", "tax_ids"} & sent.keys()
    full.calls.clear()
    refused = await ada_client.patch("/api/details", json={"name": "Ada", "phone": "1"})
    assert (refused.status_code, refused.json()["field"]) == (404, "phone")
    assert full.calls == []


async def test_home_says_nothing_of_what_is_off(
    browser: Any, ada_client: httpx.AsyncClient, full: Any, switch_off: Any
) -> None:
    before = (await ada_client.get("/api/home")).json()
    assert before["orders"]
    assert before["open_invoices"]
    assert before["open_tickets"]
    assert before["collection_cases"]
    await switch_off("orders", "invoices", "support")
    after = (await ada_client.get("/api/home")).json()
    nothing: dict[str, Any] = {"orders": [], "open_invoices": [], "open_tickets": [], "collection_cases": []}
    counts = before["counts"] | {"orders": None, "invoices": None}
    parts = {name: part for name, part in before["parts"].items() if name != "support"}
    assert after | {"parts": parts} == before | nothing | {"counts": counts, "parts": parts}
    assert "support" not in after["parts"]
    page = await browser.get("/")
    assert [one for one in ("Recent orders", "Open invoices", "Open tickets") if one in page.text()] == []


async def test_goods_are_shown_as_far_as_they_are_on(
    ada_client: httpx.AsyncClient, full: Any, switch_off: Any
) -> None:
    listed = [
        {"id": f"grant_{kind}", "kind": kind, "name": kind, "status": "granted"}
        for kind in ("file", "license_key", "link")
    ]
    full.answer("subscriptions", "GET /customer/entitlements", {"data": listed})
    full.answer("subscriptions", "GET /customer/entitlements/grant_file", listed[0])
    await switch_off("downloads")
    found = (await ada_client.get("/api/entitlements")).json()["data"]
    assert [one["kind"] for one in found] == ["license_key", "link"]
    assert (await ada_client.get("/api/entitlements/grant_file")).status_code == 404


@pytest.mark.parametrize("name", WAYS_IN)
async def test_a_way_in_that_is_off_is_not_there(visitor_browser: Any, switch_off: Any, name: str) -> None:
    doors = {
        Switch.SIGN_IN_LINK: [
            ("POST", "/sign-in"),
            ("POST", "/sign-in/code"),
            ("POST", "/sign-in/link"),
            ("POST", "/api/sign-in"),
            ("POST", "/api/sign-in/code"),
        ],
        Switch.SIGN_IN_PASSWORD: [
            ("GET", "/sign-in/password"),
            ("GET", "/sign-in/password/forgotten"),
            ("POST", "/api/sign-in/password"),
            ("POST", "/api/password/forgotten"),
        ],
        Switch.SIGN_IN_PASSKEY: [
            ("POST", "/sign-in/passkey"),
            ("POST", "/api/sign-in/passkey"),
            ("POST", "/api/sign-in/passkey/options"),
        ],
        Switch.REGISTRATION: [("GET", "/register"), ("GET", "/register/link"), ("POST", "/api/registration")],
    }[Switch(name)]
    off = await switch_off(name)
    for method, path in doors:
        assert (await visitor_browser.client.request(method, path, json={})).status_code == 404, path
    for path in ("/sign-in", "/sign-in/password", "/register"):
        answer = await visitor_browser.client.get(path)
        if answer.status_code == 200:
            page = await visitor_browser.get(path)
            assert [door for door in led_to(page) if not is_open(*door, off)] == [], path


async def test_where_no_mails_are_sent_the_way_in_is_by_password(
    visitor_browser: Any, switch_off: Any
) -> None:
    await switch_off("sign_in_link")
    answer = await visitor_browser.client.get("/sign-in?next=/invoices")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in/password?next=%2Finvoices")


async def test_the_frame_says_what_the_business_says(
    browser: Any, visitor_browser: Any, full: Any, database: Database
) -> None:
    said = {
        "shop_url": "https://northwind.example/shop",
        "terms_url": "https://northwind.example/terms",
        "privacy_url": "https://northwind.example/privacy",
        "look": {"name": "Northwind Design", "accent": "#112233"},
        "texts": {"headline": "Yours <b>truly</b>.", "sign_in": "Welcome."},
        "locales": ("nl",),
    }
    async with database.work(an_origin()) as work:
        await update_portal_configuration(work, "default", said, merges=True)
    home, sign_in = await browser.get("/"), await visitor_browser.get("/sign-in")
    for page in (home, sign_in):
        links = [str(link.get("href")) for link in page.all("a")]
        assert {said["terms_url"], said["privacy_url"]} <= {*links}
        assert page.all("html")[0].get("lang") == "nl"
        assert "Northwind Design" in page.text()
        assert "/brand.css?accent=112233" in [str(link.get("href")) for link in page.all("link")]
    assert [str(link.get("href")) for link in home.all("a")].count(str(said["shop_url"])) == 2
    assert "Yours <b>truly</b>." in home.text()
    assert "Welcome." in sign_in.text()

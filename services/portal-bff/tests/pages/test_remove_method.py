"""Removing a payment method: what is said before, the fresh code, and what a subscription needs."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role

DOOR = "DELETE /customer/payment-methods/pm_2"
NEEDED, FREE = "/payment-methods/pm_1/remove", "/payment-methods/pm_2/remove"
METHOD = {"id": "pm_2", "kind": "sepa_debit", "label": "Bank account ···4300", "status": "removed"}
REFUSED = {"code": "payment_method_needed", "detail": "Subscriptions are paid with it."}


def removed(services: Any) -> list[str]:
    """The methods that payments was told to remove."""
    return [call.path for call in services.of("payments") if call.method == "DELETE"]


def mailed(services: Any) -> list[Any]:
    """The values of the mails that were sent."""
    messages = [call for call in services.of("notifications") if call.path == "/internal/messages"]
    return [call.body["values"] for call in messages]


async def csrf_of(browser: Any) -> dict[str, str]:
    """The header with which `/api` takes commands."""
    return {"X-CSRF-Token": (await browser.get("/details")).form("/sign-out")["csrf_token"]}


@pytest.fixture
def served(full: Any) -> Any:
    """Services that send mails and remove what they are told to."""
    full.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    full.answer("payments", DOOR, METHOD)
    return full


async def test_the_list_leads_there_and_tells_of_the_mandate(browser: Any, full: Any) -> None:
    page = await browser.get("/payment-methods")
    assert {NEEDED, FREE} <= set(page.links())
    for words in ("sdd-core-2025-1.0", "Last used", "3 October 2026", "Lapses", "3 October 2029"):
        assert words in page.text()


async def test_what_happens_is_said_before(browser: Any, full: Any) -> None:
    page = await browser.get(FREE)
    assert page.text_of("h1") == "Remove Bank account ···4300"
    for words in (
        "Nothing new is charged to Bank account ···4300. What is under way goes on.",
        "Your SEPA mandate NW-2026-ADA-001 ends with it.",
        "Visa ···4242 is used from now on.",
    ):
        assert words in page.text()


async def test_the_only_one_leaves_none(browser: Any, full: Any) -> None:
    only: dict[str, Any] = METHOD | {"status": "active", "is_default": True, "needed_by": [], "heir": None}
    full.answer("payments", "GET /customer/payment-methods/pm_2", only)
    assert "You have no payment method on file then." in (await browser.get(FREE)).text()


async def test_it_is_removed_with_a_fresh_code(browser: Any, served: Any) -> None:
    asks = await browser.post(FREE, (await browser.get(FREE)).form(FREE), status=200)
    (mail,) = mailed(served)
    assert mail["action"] == "remove_payment_method"
    form = asks.form(f"{FREE}/code")
    wrong = f"{(int(mail['code']) + 1) % 1_000_000:06d}"
    for typed, words in ((wrong, "This code is not right"), ("12", "six")):
        refused = await browser.post(f"{FREE}/code", {**form, "code": typed}, status=422)
        assert words in refused.text()
    assert removed(served) == []

    assert await browser.send(f"{FREE}/code", {**form, "code": mail["code"]}) == "/payment-methods"
    assert removed(served) == ["/customer/payment-methods/pm_2"]
    assert "It is removed." in (await browser.get("/payment-methods")).text()


async def test_a_code_for_adding_one_removes_none(browser: Any, served: Any) -> None:
    add = "/payment-methods/add"
    await browser.post(add, (await browser.get(add)).form(add), status=200)
    (mail,) = mailed(served)
    form = (await browser.get(FREE)).form(FREE)
    await browser.post(f"{FREE}/code", {**form, "code": mail["code"]}, status=422)
    assert removed(served) == []


async def test_a_code_for_one_removes_no_other(browser: Any, served: Any) -> None:
    other = METHOD | {"id": "pm_3", "status": "active", "needed_by": []}
    served.answer("payments", "GET /customer/payment-methods/pm_3", other)
    await browser.post(FREE, (await browser.get(FREE)).form(FREE), status=200)
    (mail,) = mailed(served)
    wrong = "/payment-methods/pm_3/remove"
    form = (await browser.get(wrong)).form(wrong)
    refused = await browser.post(f"{wrong}/code", {**form, "code": mail["code"]}, status=422)
    assert "This code is not right" in refused.text()
    assert removed(served) == []


async def test_what_it_alone_pays_is_said_before(browser: Any, full: Any) -> None:
    chosen: dict[str, Any] = METHOD | {
        "status": "active",
        "needed_by": [],
        "chosen_for": [{"id": "sub_studio", "name": "Studio"}, {"id": "sub_team", "name": "Domains"}],
    }
    full.answer("payments", "GET /customer/payment-methods/pm_2", chosen)
    words = "Studio, Domains is paid with your default method from now on."
    assert words in (await browser.get(FREE)).text()


async def test_one_that_is_needed_says_what_to_do(browser: Any, served: Any) -> None:
    form = (await browser.get(FREE)).form(FREE)
    for page in (
        await browser.get(NEEDED),
        await browser.post(NEEDED, form, status=409),
        await browser.post(f"{NEEDED}/code", {**form, "code": "123456"}, status=409),
    ):
        assert "It cannot be removed yet" in page.text()
        assert "Studio, yearly is paid with it." in page.text()
        assert {
            "/support/new?about=sub_studio",
            "/support/new?about=sub_team",
            "/payment-methods/add?replaces=pm_1",
        } <= set(page.links())
    assert (mailed(served), removed(served)) == ([], [])


async def test_what_became_needed_meanwhile_is_said(browser: Any, served: Any) -> None:
    served.answer("payments", DOOR, REFUSED, status=409)
    asks = await browser.post(FREE, (await browser.get(FREE)).form(FREE), status=200)
    code = mailed(served)[0]["code"]
    page = await browser.post(f"{FREE}/code", {**asks.form(f"{FREE}/code"), "code": code}, status=409)
    assert "Subscriptions are paid with it. Add another one first, or ask for invoices." in page.text()


async def test_who_only_looks_removes_none(browser: Any, served: Any, add_member: Any, token_of: Any) -> None:
    member = await token_of(await add_member(Role.MEMBER), request_id="req_2")
    browser.client.cookies.set("foyer_session", member)
    assert FREE not in (await browser.get("/payment-methods")).links()
    csrf = await csrf_of(browser)
    assert (await browser.client.delete("/api/payment-methods/pm_2", headers=csrf)).status_code == 403
    await browser.get(FREE, status=403)
    for path in (FREE, f"{FREE}/code"):
        await browser.post(path, {"csrf_token": csrf["X-CSRF-Token"], "code": "123456"}, status=403)
    assert (mailed(served), removed(served)) == ([], [])


async def test_the_api_asks_for_the_code_too(browser: Any, served: Any) -> None:
    api, path = browser.client, "/api/payment-methods/pm_2"
    shown = (await api.get(path)).json()
    assert (shown["id"], shown["needed_by"], shown["heir"]) == ("pm_2", [], "Visa ···4242")
    csrf = await csrf_of(browser)
    without = await api.delete(path, headers=csrf)
    assert (without.status_code, without.json()["code"]) == (422, "code_not_valid")
    assert (await api.post(f"{path}/code", headers=csrf)).status_code == 202
    code = mailed(served)[0]["code"]
    assert removed(served) == []
    answer = await api.delete(path, headers={**csrf, "Confirmation-Code": code})
    assert (answer.status_code, answer.json()["status"]) == (200, "removed")
    again = await api.delete(path, headers={**csrf, "Confirmation-Code": code})
    assert (again.status_code, again.json()["code"]) == (422, "code_not_valid")
    assert removed(served) == ["/customer/payment-methods/pm_2"]


async def test_the_api_names_what_needs_it(browser: Any, served: Any) -> None:
    api, path, csrf = browser.client, "/api/payment-methods/pm_1", await csrf_of(browser)
    for refused in (await api.delete(path, headers=csrf), await api.post(f"{path}/code", headers=csrf)):
        assert (refused.status_code, refused.json()["code"]) == (409, "payment_method_needed")
        assert refused.json()["errors"] == [
            {"subscription_id": "sub_studio", "name": "Studio, yearly"},
            {"subscription_id": "sub_team", "name": "Domains"},
        ]
    assert (mailed(served), removed(served)) == ([], [])

"""Which payment method is used from now on: for everything, or for one subscription."""

from typing import Any

import pytest

PATH = "/payment-methods/pm_2/default"
DOOR = f"PUT /customer{PATH}"
METHOD = {"id": "pm_2", "kind": "sepa_debit", "label": "SEPA ···4300"}


def told(services: Any) -> list[Any]:
    """What payments was told to use."""
    return [call for call in services.of("payments") if call.method == "PUT"]


async def test_the_list_leads_to_the_choice(browser: Any, full: Any) -> None:
    links = (await browser.get("/payment-methods")).links()
    assert [link for link in links if link.endswith("/default")] == [PATH]


async def test_one_whose_mandate_has_lapsed_is_shown_so_and_offered_nowhere(browser: Any, full: Any) -> None:
    over = METHOD | {"status": "invalid", "chargeable": False, "is_default": True}
    full.answer("payments", "GET /customer/payment-methods", {"data": [over], "next_cursor": None})
    full.answer("payments", "GET /customer/overview", {"methods": [over], "can_pay": True})
    page = await browser.get("/payment-methods")
    assert ("badge bad", "Invalid") in [(each.get("class"), each.text) for each in page.all("span")]
    assert PATH not in page.links()
    assert (await browser.get("/pay?invoice=inv_39")).form("/pay")["method"] == "new"


async def test_what_pays_for_one_is_said_and_each_can_be_chosen_for_all(browser: Any, full: Any) -> None:
    methods = [
        METHOD | {"chargeable": True, "chosen_for": [{"id": "sub_team", "name": "Domains"}]},
        {"id": "pm_1", "kind": "card", "label": "Visa ···4242", "is_default": True, "chargeable": True},
    ]
    full.answer("payments", "GET /customer/payment-methods", {"data": methods, "next_cursor": None})
    page = await browser.get("/payment-methods")
    assert "Pays for Domains" in page.text()
    links = [link for link in page.links() if link.endswith("/default")]
    assert links == ["/payment-methods/pm_1/default", PATH]


@pytest.mark.parametrize(("used_for", "subscription"), [("", None), ("sub_studio", "sub_studio")])
async def test_it_is_used_for_what_is_chosen(
    browser: Any, full: Any, used_for: str, subscription: str | None
) -> None:
    page = await browser.get(PATH)
    for words in (
        "All your subscriptions",
        "Only Studio, yearly",
        "Only Domains",
        "It pays for this already",
    ):
        assert words in page.text()
    form = page.form(PATH)
    assert form["used_for"] == ""
    full.answer("payments", DOOR, METHOD)
    assert await browser.send(PATH, {**form, "used_for": used_for}) == "/payment-methods"
    (call,) = told(full)
    assert call.body == {"subscription_id": subscription}
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    assert "It is used from now on." in (await browser.get("/payment-methods")).text()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("payment_method_expired", "This payment method has expired. Choose another one."),
        ("mandate_over", "The mandate of this payment method is over. Choose another one."),
        ("subscription_not_collected", "Nothing is charged by itself for this subscription any more."),
    ],
)
async def test_a_refusal_is_said(browser: Any, full: Any, code: str, words: str) -> None:
    form = (await browser.get(PATH)).form(PATH)
    full.answer("payments", DOOR, {"code": code, "detail": "No."}, status=409)
    page = await browser.post(PATH, {**form, "used_for": "sub_studio"}, status=409)
    assert words in page.text()
    assert page.form(PATH)["used_for"] == "sub_studio"


async def test_the_method_of_a_subscription_is_the_one_chosen_for_it(browser: Any, full: Any) -> None:
    part = {
        "methods": [
            {"id": "pm_1", "kind": "card", "label": "Visa ···4242", "is_default": True},
            METHOD | {"chosen_for": [{"id": "sub_studio", "name": "Studio, yearly"}]},
        ],
        "can_pay": True,
    }
    full.answer("payments", "GET /customer/overview", part)
    assert "SEPA ···4300" in (await browser.get("/subscriptions/sub_studio")).text()
    shown = (await browser.client.get("/api/subscriptions/sub_studio")).json()
    assert shown["payment_method"] == METHOD


async def test_programs_choose_too(browser: Any, full: Any) -> None:
    full.answer("payments", DOOR, METHOD)
    csrf = {"X-CSRF-Token": (await browser.get("/details")).form("/sign-out")["csrf_token"]}
    path = f"/api{PATH}"
    for body in (None, {"subscription_id": "sub_studio"}):
        assert (await browser.client.put(path, json=body, headers=csrf)).status_code == 200
    assert [call.body["subscription_id"] for call in told(full)] == [None, "sub_studio"]

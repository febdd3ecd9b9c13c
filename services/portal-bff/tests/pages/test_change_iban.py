"""Another account for a direct debit: what happens, a fresh code, the provider's page, and the end."""

from typing import Any

import pytest

PATH = "/payment-methods/pm_2/iban"
REPLACE = "/payment-methods/add?replaces=pm_2"
SETUP = "POST /customer/payment-setups"
PROVIDER = "http://localhost/sandbox/pay/ch_1"
METHOD = "GET /customer/payment-methods/pm_2"
MANDATE = {
    "id": "man_1",
    "reference": "NW-2026-ADA-001",
    "status": "active",
    "iban_masked": "NL91 •••• 4300",
    "holder": "Ada Lovelace",
}


@pytest.fixture
def served(full: Any) -> Any:
    """Services that send mails and begin what they are told to."""
    full.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    full.answer("payments", SETUP, {"id": "pms_9", "status": "requires_action", "action_url": PROVIDER})
    method = full.answers["payments", METHOD].json()
    full.answer("payments", METHOD, method | {"mandate": MANDATE, "chargeable": True, "status": "active"})
    return full


def begun(services: Any) -> list[Any]:
    """What payments was asked to begin."""
    return [call.body for call in services.of("payments") if call.path == "/customer/payment-setups"]


async def test_one_way_leads_to_another_account_and_to_another_method(browser: Any, full: Any) -> None:
    methods = full.answers["payments", "GET /customer/payment-methods"].json()
    debit = next(each for each in methods["data"] if each["id"] == "pm_2")
    debit |= {"mandate": MANDATE, "chargeable": True, "status": "active"}
    full.answer("payments", "GET /customer/payment-methods", methods)
    full.answer(
        "payments", METHOD, full.answers["payments", METHOD].json() | {"mandate": MANDATE, "chargeable": True}
    )
    links = (await browser.get("/payment-methods")).links()
    assert PATH in links
    assert REPLACE not in links
    assert REPLACE in (await browser.get(PATH)).links()


async def test_it_is_changed_on_the_provider_s_page_after_a_fresh_code(browser: Any, served: Any) -> None:
    page = await browser.get(PATH)
    assert "Mandate NW-2026-ADA-001 stays the same, where the provider can do that" in page.text()
    asks = await browser.post(PATH, page.form(PATH), status=200)
    (mail,) = [call.body for call in served.of("notifications") if call.path == "/internal/messages"]
    code, form = mail["values"]["code"], asks.form(f"{PATH}/code")
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    refused = await browser.post(f"{PATH}/code", {**form, "code": wrong}, status=422)
    assert "This code is not right" in refused.text()
    assert begun(served) == []

    assert await browser.send(f"{PATH}/code", {**form, "code": code}) == PROVIDER
    assert begun(served) == [
        {"return_path": "/payment-methods/added/{id}", "language": "en", "amends": "pm_2"}
    ]


@pytest.mark.parametrize(
    ("became", "words"),
    [
        ("pm_2", "Your account is changed. The mandate stays the same."),
        ("pm_9", "Your account is changed. A new mandate has taken the place of the one before."),
    ],
)
async def test_back_from_there_it_says_which_mandate_it_is(
    browser: Any, full: Any, became: str, words: str
) -> None:
    setup = {"id": "pms_4", "status": "succeeded", "payment_method_id": became, "amends": "pm_2"}
    full.answer("payments", "POST /customer/payment-setups/pms_4/look", setup)
    response = await browser.client.get("/payment-methods/added/pms_4")
    assert (response.status_code, response.headers["location"]) == (303, "/payment-methods")
    assert words in (await browser.get("/payment-methods")).text()


@pytest.mark.parametrize("change", [{"mandate": None}, {"chargeable": False}, {"status": "invalid"}])
async def test_what_is_collected_by_nobody_here_has_no_account_to_change(
    browser: Any, served: Any, change: dict[str, Any]
) -> None:
    method = served.answers["payments", METHOD].json()
    served.answer("payments", METHOD, method | change)
    await browser.get(PATH, status=404)


async def test_programs_change_it_too(browser: Any, served: Any) -> None:
    headers = {"X-CSRF-Token": (await browser.get("/details")).form("/sign-out")["csrf_token"]}
    await browser.client.post("/api/payment-setups/code", headers=headers)
    (mail,) = [call.body for call in served.of("notifications") if call.path == "/internal/messages"]
    answer = await browser.client.post(
        "/api/payment-setups", json={"code": mail["values"]["code"], "amends": "pm_2"}, headers=headers
    )
    assert (answer.status_code, answer.json()["action_url"]) == (201, PROVIDER)
    assert [each["amends"] for each in begun(served)] == ["pm_2"]

"""Replacing a payment method: from the list, by a fresh code, on the provider's page, and back."""

from typing import Any

import pytest

ADD = "/payment-methods/add"
PATH = f"{ADD}?replaces=pm_2"
PROVIDER = "http://localhost/sandbox/pay/ch_1"


@pytest.fixture
def served(full: Any) -> Any:
    """Services that send mails and begin what they are told to."""
    full.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    begun = {"id": "pms_9", "status": "requires_action", "action_url": PROVIDER}
    full.answer("payments", "POST /customer/payment-setups", begun)
    return full


def mailed(services: Any) -> str:
    """The code of the mail."""
    (mail,) = [call for call in services.of("notifications") if call.path == "/internal/messages"]
    code: str = mail.body["values"]["code"]
    return code


def begun(services: Any) -> list[Any]:
    """What payments was asked to begin."""
    return [call.body for call in services.of("payments") if call.path == "/customer/payment-setups"]


async def test_another_takes_its_place_after_a_fresh_code(browser: Any, served: Any) -> None:
    assert PATH in (await browser.get("/payment-methods/pm_2/iban")).links()
    page = await browser.get(PATH)
    assert page.text_of("h1") == "Replace Bank account ···4300"
    assert "The new one pays for everything that Bank account ···4300 pays" in page.text()
    asks = await browser.post(ADD, page.form(ADD), status=200)
    code, form = mailed(served), asks.form(f"{ADD}/code")
    wrong = await browser.post(f"{ADD}/code", {**form, "code": "12"}, status=422)
    assert wrong.form(f"{ADD}/code")["replaces"] == "pm_2"
    assert begun(served) == []
    assert await browser.send(f"{ADD}/code", {**form, "code": code}) == PROVIDER
    assert begun(served) == [
        {"return_path": "/payment-methods/added/{id}", "language": "en", "replaces": "pm_2"}
    ]


async def test_back_from_there_it_says_what_has_changed(browser: Any, full: Any) -> None:
    setup = {"id": "pms_4", "status": "succeeded", "payment_method_id": "pm_9", "replaces": "pm_2"}
    full.answer("payments", "POST /customer/payment-setups/pms_4/look", setup)
    response = await browser.client.get("/payment-methods/added/pms_4")
    assert (response.status_code, response.headers["location"]) == (303, "/payment-methods")
    words = "The new payment method has taken the place of the one before."
    assert words in (await browser.get("/payment-methods")).text()


@pytest.mark.parametrize("wrong", ["pm_none", "../invoices"])
async def test_what_is_not_there_is_not_replaced(browser: Any, served: Any, wrong: str) -> None:
    refused = {"code": "payment_method_not_found", "detail": "There is no such payment method."}
    served.answer("payments", "GET /customer/payment-methods/pm_none", refused, status=404)
    await browser.get(f"{ADD}?replaces={wrong}", status=404)


async def test_programs_replace_it_too(browser: Any, served: Any) -> None:
    headers = {"X-CSRF-Token": (await browser.get("/details")).form("/sign-out")["csrf_token"]}
    await browser.client.post("/api/payment-setups/code", headers=headers)
    body = {"code": mailed(served), "replaces": "pm_2"}
    answer = await browser.client.post("/api/payment-setups", json=body, headers=headers)
    assert (answer.status_code, answer.json()["action_url"]) == (201, PROVIDER)
    assert [each["replaces"] for each in begun(served)] == ["pm_2"]

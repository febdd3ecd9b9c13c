"""Paying invoices and adding payment methods: what is asked, passed on, and said of the end."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_shared.testing.html import check_page

PAY = "POST /customer/payments"
SETUP = "POST /customer/payment-setups"
ADD = "/payment-methods/add"
PROVIDER = "http://localhost/sandbox/pay/ch_1"


def a_payment(status: str, **more: Any) -> dict[str, Any]:
    """What payments answers."""
    return {"id": "pay_9", "status": status, "amount": {"amount": 5800, "currency": "EUR"}, **more}


def asked(services: Any, path: str) -> list[Any]:
    """The calls to that door of payments."""
    return [call for call in services.of("payments") if (call.method, call.path) == ("POST", path)]


async def pay_form(browser: Any) -> dict[str, str]:
    """The form of the one overdue invoice."""
    form: dict[str, str] = (await browser.get("/pay?invoice=inv_39")).form("/pay")
    return form


async def test_what_is_open_leads_to_paying(browser: Any, full: Any) -> None:
    assert "/pay?invoice=inv_39" in (await browser.get("/invoices/inv_39")).links()
    assert "/pay?invoice=inv_12" not in (await browser.get("/invoices/inv_12")).links()
    assert "/pay" in (await browser.get("/invoices")).links()


async def test_without_a_provider_nobody_is_led_there(browser: Any, full: Any) -> None:
    full.answer("payments", "GET /customer/overview", {"methods": [], "can_pay": False})
    for path in ("/invoices/inv_39", "/invoices", "/payment-methods"):
        links = (await browser.get(path)).links()
        assert [link for link in links if link.startswith(("/pay?", ADD)) or link == "/pay"] == []


async def test_paid_with_a_saved_method_it_says_so(browser: Any, full: Any) -> None:
    full.answer("payments", PAY, a_payment("succeeded"), status=201)
    form = await pay_form(browser)
    assert await browser.send("/pay", {**form, "method": "pm_1"}) == "/payments/pay_9"
    (call,) = asked(full, "/customer/payments")
    assert call.headers["idempotency-key"] == form["idempotency_key"]
    assert call.body == {
        "invoices": [{"invoice_id": "inv_39", "amount": None}],
        "payment_method_id": "pm_1",
        "kind": None,
        "save": False,
        "return_path": "/payments/{id}",
        "language": "en",
    }


@pytest.mark.parametrize("host", ["checkout.stripe.com", "www.mollie.com"])
async def test_to_a_provider_on_another_host_a_page_leads_on(browser: Any, full: Any, host: str) -> None:
    address = f"https://{host}/pay/1?a=b#c"
    full.answer("payments", PAY, a_payment("requires_action", action_url=address), status=201)

    response = await browser.client.post("/pay", data={**await pay_form(browser), "method": "new"})

    assert (response.status_code, response.headers["refresh"]) == (200, f"0; url={address}")
    assert address in check_page(response.text).links()
    assert "form-action 'self';" in response.headers["content-security-policy"]


async def test_with_another_way_the_provider_s_page_comes_next(browser: Any, full: Any) -> None:
    full.answer("payments", PAY, a_payment("requires_action", action_url=PROVIDER), status=201)
    form = await pay_form(browser)
    assert await browser.send("/pay", {**form, "method": "new", "save": "yes"}) == PROVIDER
    (call,) = asked(full, "/customer/payments")
    assert (call.body["payment_method_id"], call.body["save"]) == (None, True)


@pytest.mark.parametrize(("typed", "minor"), [("10", 1000), ("10.5", 1050), (" 0.01 ", 1)])
async def test_a_part_is_paid(browser: Any, full: Any, typed: str, minor: int) -> None:
    full.answer("payments", PAY, a_payment("succeeded"), status=201)
    await browser.send("/pay", {**await pay_form(browser), "method": "pm_1", "part": typed})
    assert asked(full, "/customer/payments")[0].body["invoices"][0]["amount"] == minor


@pytest.mark.parametrize("typed", ["0", "-1", "1.005", "ten", "1e9", "9999", "NaN"])
async def test_a_part_that_cannot_be_is_refused_and_nothing_is_paid(
    browser: Any, full: Any, typed: str
) -> None:
    form = await pay_form(browser)
    page = await browser.post("/pay", {**form, "method": "pm_1", "part": typed}, status=422)
    assert "Enter an amount up to €" in page.text()
    assert page.form("/pay")["part"] == typed
    assert asked(full, "/customer/payments") == []


async def test_what_is_paid_already_is_not_paid_again(browser: Any, full: Any) -> None:
    page = await browser.get("/pay?invoice=inv_12", status=422)
    assert "Nothing is to be paid of NW-2026-00012 now." in page.text()
    full.answer(
        "payments",
        PAY,
        {"code": "payment_under_way", "detail": "Another payment is under way."},
        status=409,
    )
    page = await browser.post("/pay", {**await pay_form(browser), "method": "pm_1"}, status=409)
    assert "A payment of this is under way already. You need not pay again." in page.text()


@pytest.mark.parametrize(
    ("payment", "heading", "words", "leads_to"),
    [
        ("pay_1", "It is paid", "A receipt comes by mail.", "/invoices/inv_39"),
        ("pay_2", "The payment did not work", "There was not enough money", "/pay?invoice=inv_39"),
        ("pay_3", "Your payment is under way", "You need not pay again", "/payments/pay_3"),
        ("pay_4", "Your payment is not finished", "Until then nothing is charged.", "/pay?invoice=inv_39"),
        ("pay_5", "The payment was not made", "Nothing was charged.", "/pay?invoice=inv_39"),
    ],
)
async def test_the_end_is_told_as_it_is(
    browser: Any, full: Any, payment: str, heading: str, words: str, leads_to: str
) -> None:
    page = await browser.get(f"/payments/{payment}")
    (title,) = page.all("h1")
    assert title.text == heading
    assert words in page.text()
    assert leads_to in page.links()


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("stolen_card", "The bank declined the card."),
        ("processing_error", "The bank could not process it at the moment."),
        ("authentication_failed", "The confirmation at the bank did not succeed."),
        ("declined_by_customer", "It was stopped on the payment page."),
        ("payment_method_gone", "The payment method was not there any more."),
    ],
)
async def test_why_it_failed_is_said_in_words(browser: Any, full: Any, code: str, words: str) -> None:
    failed = a_payment("failed", failure={"code": code, "severity": "hard"})
    full.answer("payments", f"{PAY}/pay_9/look", failed)
    text = (await browser.get("/payments/pay_9")).text()
    assert words in text
    assert code not in text


async def test_a_method_is_added_with_a_fresh_code(browser: Any, full: Any) -> None:
    full.answer("notifications", "POST /internal/messages", {"message": "m", "state": "queued"}, status=202)
    full.answer("payments", SETUP, {"id": "pms_9", "status": "requires_action", "action_url": PROVIDER})
    before = await browser.get(ADD)
    assert "Card, also by Apple Pay, Google Pay" in before.text()
    assert "SEPA direct debit" in before.text()
    page = await browser.post(ADD, before.form(ADD), status=200)
    (mail,) = [call.body for call in full.of("notifications") if call.path == "/internal/messages"]
    assert mail["values"]["action"] == "payment_method"
    code = mail["values"]["code"]
    wrong = f"{(int(code) + 1) % 1_000_000:06d}"
    form = page.form(f"{ADD}/code")
    refused = await browser.post(f"{ADD}/code", {**form, "code": wrong}, status=422)
    assert "This code is not right" in refused.text()
    assert asked(full, "/customer/payment-setups") == []
    assert await browser.send(f"{ADD}/code", {**form, "code": code}) == PROVIDER
    (call,) = asked(full, "/customer/payment-setups")
    assert call.body == {"return_path": "/payment-methods/added/{id}", "language": "en"}
    again = await browser.post(f"{ADD}/code", {**form, "code": code}, status=422)
    assert "This code is not right" in again.text()


async def test_back_from_the_provider_s_page_the_list_has_it(browser: Any, full: Any) -> None:
    response = await browser.client.get("/payment-methods/added/pms_4")
    assert (response.status_code, response.headers["location"]) == (303, "/payment-methods")
    assert "Your payment method is added." in (await browser.get("/payment-methods")).text()
    failed = await browser.get("/payment-methods/added/pms_2")
    assert "The bank declined the card." in failed.text()


@pytest.mark.parametrize("role", [Role.MEMBER, Role.ACCOUNTANT])
async def test_who_only_reads_pays_nothing(
    browser: Any, full: Any, add_member: Any, token_of: Any, role: Role
) -> None:
    form = await pay_form(browser)
    browser.client.cookies.set("foyer_session", await token_of(await add_member(role), request_id="req_2"))
    csrf = {"csrf_token": (await browser.get("/details")).form("/sign-out")["csrf_token"]}
    for path in ("/pay", "/pay?invoice=inv_39", ADD):
        await browser.get(path, status=403)
    await browser.post("/pay", {**form, **csrf}, status=403)
    await browser.post(ADD, csrf, status=403)
    headers = {"X-CSRF-Token": csrf["csrf_token"]}
    for path in ("/api/invoices/inv_39/pay", "/api/payment-setups/code"):
        assert (await browser.client.post(path, headers=headers)).status_code == 403
    assert asked(full, "/customer/payments") == []


async def test_programs_pay_and_look(browser: Any, full: Any) -> None:
    full.answer("payments", PAY, a_payment("succeeded"), status=201)
    full.answer("payments", "GET /customer/payments/pay_9", a_payment("succeeded"))
    csrf = {"X-CSRF-Token": (await browser.get("/details")).form("/sign-out")["csrf_token"]}
    headers = {**csrf, "Idempotency-Key": "once"}
    paid = await browser.client.post(
        "/api/invoices/inv_39/pay", json={"payment_method_id": "pm_1"}, headers=headers
    )
    assert (paid.status_code, paid.json()["status"]) == (201, "succeeded")
    several = {"invoices": [{"invoice_id": "inv_39"}, {"invoice_id": "inv_42", "amount": 100}]}
    assert (await browser.client.post("/api/payments", json=several, headers=csrf)).status_code == 201
    first, second = asked(full, "/customer/payments")
    assert (first.headers["idempotency-key"], first.body["payment_method_id"]) == ("once", "pm_1")
    assert second.body["invoices"] == [
        {"invoice_id": "inv_39", "amount": None},
        {"invoice_id": "inv_42", "amount": 100},
    ]
    assert (await browser.client.get("/api/payments/pay_9")).json()["id"] == "pay_9"

"""Signing in on the pages, by code and by link, and out again."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

SEND = "POST /internal/messages"


@pytest.fixture
def mailer(full: Any) -> Any:
    """Notifications takes messages."""
    full.answer("notifications", SEND, {"id": "msg_1"})
    return full


@pytest.fixture
def sent(mailer: Any) -> Callable[[], list[Any]]:
    """Tells what the portal asked notifications to send so far."""
    return lambda: [call.body for call in mailer.of("notifications") if call.path == "/internal/messages"]


async def test_signing_in_with_the_code(visitor_browser: Any, ada: Any, sent: Any) -> None:
    page = await visitor_browser.get("/sign-in?next=/invoices")
    form = page.form("/sign-in")
    assert await visitor_browser.send("/sign-in", {**form, "email": " Ada@Example.com "}) == "/sign-in/code"
    page = await visitor_browser.get("/sign-in/code")
    assert "If Ada@Example.com is known to us" in page.text()
    (mail,) = sent()
    code = mail["values"]["code"]
    form = {**page.form("/sign-in/code"), "code": f"{code[:3]} {code[3:]}"}
    assert await visitor_browser.send("/sign-in/code", form) == "/invoices"
    assert (await visitor_browser.get("/invoices")).text_of("h1") == "Invoices"


async def test_a_wrong_code_is_said_beside_the_field(visitor_browser: Any, ada: Any, sent: Any) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    await visitor_browser.send("/sign-in", {**form, "email": "ada@example.com"})
    form = (await visitor_browser.get("/sign-in/code")).form("/sign-in/code")
    right = sent()[0]["values"]["code"]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    page = await visitor_browser.post("/sign-in/code", {**form, "code": wrong}, status=422)
    assert "This code is not right, or no longer valid. Check the newest mail from us." in page.text()
    assert page.form("/sign-in/code")["email"] == "ada@example.com"
    page = await visitor_browser.post("/sign-in/code", {**form, "code": "12 34"}, status=422)
    assert "Enter the six digits from the mail." in page.text()
    assert (await visitor_browser.client.get("/invoices")).status_code == 303


async def test_an_unknown_address_gets_the_same_page_and_no_mail(
    visitor_browser: Any, ada: Any, sent: Any
) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    assert await visitor_browser.send("/sign-in", {**form, "email": "who@example.com"}) == "/sign-in/code"
    assert "If who@example.com is known to us" in (await visitor_browser.get("/sign-in/code")).text()
    assert sent() == []


@pytest.mark.parametrize(("email", "mails"), [("ada@example.com", 1), ("who@example.com", 0)])
async def test_asking_again_within_a_minute_says_how_long_to_wait(
    visitor_browser: Any, ada: Any, sent: Any, email: str, mails: int
) -> None:
    form = (await visitor_browser.get("/sign-in?next=/invoices")).form("/sign-in")
    await visitor_browser.send("/sign-in", {**form, "email": email})
    again = (await visitor_browser.get("/sign-in/code")).form("/sign-in")
    response = await visitor_browser.client.post("/sign-in", data=again)
    seconds = int(response.headers["retry-after"])
    assert 55 <= seconds <= 60
    page = await visitor_browser.post("/sign-in", again, status=429)
    assert "A code was asked for less than a minute ago. You can ask for a new one in " in page.text()
    kept = page.form("/sign-in/code")
    assert (kept["email"], kept["next"], kept["code"]) == (email, "/invoices", "")
    visitor_browser.client.headers["accept-language"] = "nl"
    page = await visitor_browser.post("/sign-in", again, status=429)
    assert "Er is minder dan een minuut geleden een code aangevraagd. Over " in page.text()
    assert len(sent()) == mails


async def test_what_is_no_address_is_said(visitor_browser: Any, mailer: Any) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    page = await visitor_browser.post("/sign-in", {**form, "email": "ada"}, status=422)
    assert "Enter an email address, such as name@example.com." in page.text()
    assert page.form("/sign-in")["email"] == "ada"


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
async def test_nobody_is_led_elsewhere(visitor_browser: Any, mailer: Any, onward: str) -> None:
    page = await visitor_browser.get("/sign-in", params={"next": onward})
    assert page.form("/sign-in")["next"] == "/"


async def test_a_second_click_signs_in_too(visitor_browser: Any, ada: Any, sent: Any) -> None:
    form = (await visitor_browser.get("/sign-in?next=/invoices")).form("/sign-in")
    await visitor_browser.send("/sign-in", {**form, "email": "ada@example.com"})
    form = (await visitor_browser.get("/sign-in/code")).form("/sign-in/code")
    form["code"] = sent()[0]["values"]["code"]
    for _ in range(2):
        assert await visitor_browser.send("/sign-in/code", form) == "/invoices"
    assert (await visitor_browser.get("/invoices")).text_of("h1") == "Invoices"


async def test_the_link_signs_in_when_its_button_is_pressed_and_for_nobody_else(
    visitor_browser: Any, ada: Any, sent: Any
) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    await visitor_browser.send("/sign-in", {**form, "email": "ada@example.com"})
    address = sent()[0]["values"]["link"].partition("/sign-in/link")[2]
    for _ in range(2):
        page = await visitor_browser.get(f"/sign-in/link{address}")
    form = page.form("/sign-in/link")
    for _ in range(2):
        assert await visitor_browser.send("/sign-in/link", form) == "/"
    assert (await visitor_browser.get("/")).text_of("h1") == "Good afternoon, Ada"

    visitor_browser.client.cookies.clear()
    form = (await visitor_browser.get(f"/sign-in/link{address}")).form("/sign-in/link")
    page = await visitor_browser.post("/sign-in/link", form, status=422)
    assert "This link has been used, or is older than 10 minutes." in page.text()


async def test_the_link_leads_on_in_the_browser_that_asked_for_it(
    visitor_browser: Any, ada: Any, sent: Any
) -> None:
    form = (await visitor_browser.get("/sign-in?next=/invoices?status=paid")).form("/sign-in")
    await visitor_browser.send("/sign-in", {**form, "email": "ada@example.com"})
    address = f"/sign-in/link{sent()[0]['values']['link'].partition('/sign-in/link')[2]}"
    form = (await visitor_browser.get(f"{address}&next=/history")).form("/sign-in/link")
    assert await visitor_browser.send("/sign-in/link", form) == "/invoices?status=paid"

    visitor_browser.client.cookies.clear()
    form = (await visitor_browser.get(f"{address}&next=/history")).form("/sign-in/link")
    assert form["next"] == "/"


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "x"])
async def test_the_link_leads_nobody_elsewhere(
    visitor_browser: Any, ada: Any, sent: Any, onward: str
) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    await visitor_browser.send("/sign-in", {**form, "email": "ada@example.com"})
    address = f"/sign-in/link{sent()[0]['values']['link'].partition('/sign-in/link')[2]}"
    step = urlencode({"email": "ada@example.com", "next": onward})
    del visitor_browser.client.cookies["foyer_sign_in"]
    visitor_browser.client.cookies.set("foyer_sign_in", step)
    form = (await visitor_browser.get(address)).form("/sign-in/link")
    assert form["next"] == "/"
    assert await visitor_browser.send("/sign-in/link", {**form, "next": onward}) == "/"


async def test_a_form_of_another_browser_is_refused(visitor_browser: Any, sent: Any) -> None:
    form = (await visitor_browser.get("/sign-in")).form("/sign-in")
    visitor_browser.client.cookies.clear()
    page = await visitor_browser.post("/sign-in", {**form, "email": "ada@example.com"}, status=403)
    assert "This form is no longer valid." in page.text()
    assert sent() == []


async def test_signing_out_ends_the_session(browser: Any, full: Any) -> None:
    form = (await browser.get("/settings")).form("/sign-out")
    token = browser.client.cookies["foyer_session"]
    assert await browser.send("/sign-out", form) == "/sign-in"
    browser.client.cookies.set("foyer_session", token)
    assert (await browser.client.get("/")).headers["location"] == "/sign-in"


async def test_the_code_form_without_a_first_step_leads_to_it(visitor_browser: Any, mailer: Any) -> None:
    response = await visitor_browser.client.get("/sign-in/code")
    assert (response.status_code, response.headers["location"]) == (303, "/sign-in")

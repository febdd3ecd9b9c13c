"""What is mailed: switches with the settings, and the link in a mail, which needs no sign-in."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role
from foyer_shared.testing.html import text_of

LOOK, USE = "POST /internal/unsubscribe/look", "POST /internal/unsubscribe"
SWITCH = "PUT /customer/preferences/invoices"


@pytest.fixture
def switched(full: Any) -> Any:
    """Notifications takes a switch."""
    full.answer("notifications", SWITCH, full.answers["notifications", "GET /customer/preferences"].json())
    return lambda: [call.body for call in full.of("notifications") if call.method == "PUT"]


def _switches(page: Any) -> list[Any]:
    return [button for button in page.all("button") if button.get("role") == "switch"]


async def test_each_category_is_switched_by_a_form_of_its_own(browser: Any, switched: Any) -> None:
    page = await browser.get("/settings")
    assert "Security and confirmations" in page.text()
    states = {text_of(one): one.get("aria-checked") for one in _switches(page)}
    assert (states["Invoices"], states["News and offers"]) == ("true", "false")
    assert "Security and confirmations" not in states
    form = page.form("/settings/messages/invoices")
    assert await browser.send("/settings/messages/invoices", form) == "/settings#messages"
    assert "These mails do not come any more" in (await browser.get("/settings")).text()
    assert await browser.send("/settings/messages/invoices", {**form, "on": "yes"}) == "/settings#messages"
    assert switched() == [{"on": False}, {"on": True}]


async def test_who_only_reads_sees_the_switches_as_they_are(
    browser: Any, switched: Any, add_member: Any, token_of: Any
) -> None:
    browser.client.cookies.set("foyer_session", await token_of(await add_member(Role.MEMBER), request_id="2"))
    page = await browser.get("/settings")
    assert _switches(page) == []
    assert "News and offers What is new with us, and what we offer. Off" in page.text()
    form = page.form("/settings")
    response = await browser.client.post("/settings/messages/invoices", data=form)
    assert (response.status_code, switched()) == (403, [])
    token = await token_of(await add_member(Role.ACCOUNTANT), request_id="3")
    browser.client.cookies.set("foyer_session", token)
    assert "What we mail you about" not in (await browser.get("/settings")).text()


async def test_the_settings_stay_while_notifications_is_away(browser: Any, full: Any) -> None:
    full.away.add("notifications")
    words = (await browser.get("/settings")).text()
    assert "What we mail you about This part is not available right now." in words
    assert "Appearance" in words


async def test_what_cannot_be_switched_says_so(browser: Any, full: Any) -> None:
    refusal = {"code": "category_is_mandatory", "detail": "No."}
    full.answer("notifications", "PUT /customer/preferences/security", refusal, status=422)
    form = (await browser.get("/settings")).form("/settings/messages/invoices")
    page = await browser.post("/settings/messages/security", form, status=422)
    assert page.text_of("h1") == "Something is not right"


async def test_a_link_asks_and_then_does_it_and_undoes_it(visitor_browser: Any, full: Any) -> None:
    full.answer("notifications", USE, {"category": "reminders"})
    link = "/unsubscribe?token=a%2Bb%3D"
    page = await visitor_browser.get(link)
    assert page.text_of("h1") == "Mails from us"
    assert "Do you want no more mails of this kind: Reminders?" in page.text()
    assert [call.path for call in full.of("notifications")] == ["/internal/unsubscribe/look"]
    visitor_browser.client.cookies.clear()
    page = await visitor_browser.post(link, page.form(link), status=200)
    assert "Done. Mails of this kind do not come any more: Reminders." in page.text()
    page = await visitor_browser.post(link, page.form(link), status=200)
    assert "Done. Mails of this kind come again: Reminders." in page.text()
    done = [call for call in full.of("notifications") if call.path == "/internal/unsubscribe"]
    assert [call.body for call in done] == [{"token": "a+b=", "on": False}, {"token": "a+b=", "on": True}]
    assert {str(call.caller.actor) for call in done} == {"system:unsubscribe-link"}


async def test_a_mail_program_sends_its_own_form(visitor_browser: Any, full: Any) -> None:
    """RFC 8058: no page was opened before, there is no cookie, and the answer is no redirect."""
    full.answer("notifications", USE, {"category": "reminders"})
    response = await visitor_browser.client.post(
        "/unsubscribe?token=abc", data={"List-Unsubscribe": "One-Click"}
    )
    assert response.status_code == 200
    (call,) = full.of("notifications")
    assert call.body == {"token": "abc", "on": False}


async def test_a_link_that_does_not_work_says_so(visitor_browser: Any, full: Any) -> None:
    refusal = {"code": "unsubscribe_link_not_valid", "detail": "No."}
    for route in (LOOK, USE):
        full.answer("notifications", route, refusal, status=404)
    page = await visitor_browser.get("/unsubscribe?token=x", status=404)
    assert "This link does not work any more. Sign in to choose your mails." in page.text()
    page = await visitor_browser.post("/unsubscribe?token=x", {}, status=404)
    assert page.all("form") == []

"""The message centre: what was mailed, what became of it, and the copy."""

from typing import Any

import pytest
from foyer_portal_bff.domain.roles import Role


async def test_the_list_says_of_each_message_what_became_of_it(browser: Any, full: Any) -> None:
    page = await browser.get("/notifications")
    words = page.text()
    assert "Invoice NW-0039 is overdue Reminders · 22 November 2026 Sent" in words
    assert "Your order NW-O-1007 Orders · 22 November 2026 On its way" in words
    assert "Order NW-O-1006 is done Orders · 22 November 2026 Not sent" in words
    assert "A reply to your ticket Support · 22 November 2026 Not delivered" in words
    assert "Your payment Receipts · 22 November 2026 Came back" in words
    assert "Magazine is paused Subscriptions · 22 November 2026 Probably sent" in words
    assert "/notifications?cursor=abc" in page.links()


async def test_it_is_narrowed_and_stays_so(browser: Any, full: Any) -> None:
    page = await browser.get("/notifications?delivery=not_sent&about=orders&cursor=x")
    (call,) = [call for call in full.of("notifications") if call.path == "/customer/messages"]
    assert call.query == {"limit": "30", "delivery": "not_sent", "category": "orders", "cursor": "x"}
    assert {
        "/notifications?about=orders",
        "/notifications?delivery=sent&about=orders",
        "/notifications?delivery=not_sent&about=orders&cursor=abc",
    } <= set(page.links())
    (chosen,) = [one for one in page.all("option") if "selected" in one.attrib]
    assert chosen.get("value") == "orders"


async def test_what_is_offered_nowhere_narrows_nothing(browser: Any, full: Any) -> None:
    await browser.get("/notifications?delivery=gossip&about=%3Cb%3E")
    (call,) = [call for call in full.of("notifications") if call.path == "/customer/messages"]
    assert call.query == {"limit": "30"}


@pytest.mark.parametrize(
    ("message", "says"),
    [
        ("msg_1", "Sent 22 November 2026 at 14:30"),
        ("msg_3", "We are sending it. If your mail server does not take it, we try again for two days."),
        ("msg_4", "We did not send this mail, for you have switched such mails off in the settings."),
        ("msg_5", "We could not deliver this mail. Please check your address."),
        ("msg_6", "Your mail server sent this mail back to us. Please check your address."),
        ("msg_7", "Your mail server took this mail, and then did not say whether it keeps it."),
    ],
)
async def test_a_message_says_what_became_of_it(browser: Any, full: Any, message: str, says: str) -> None:
    page = await browser.get(f"/notifications/{message}")
    assert says in page.text()
    assert "Invoice NW-0039 was due. http://localhost:8080/invoices/inv_39" in page.text()
    (frame,) = page.all("iframe")
    assert frame.get("src") == f"/notifications/{message}/html"
    assert frame.get("sandbox") == "allow-top-navigation-by-user-activation"


async def test_the_copy_runs_nothing_and_shares_nothing(browser: Any, full: Any) -> None:
    answer = await browser.client.get("/notifications/msg_1/html")
    policy = answer.headers["content-security-policy"]
    nonce = policy.partition("'nonce-")[2].partition("'")[0]
    assert policy == (
        "sandbox allow-top-navigation-by-user-activation; default-src 'none'; "
        f"style-src 'nonce-{nonce}'; img-src data:; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'self'"
    )
    assert f'<head><base target="_top">\n<title>x</title><style nonce="{nonce}">' in answer.text


async def test_of_a_confidential_message_there_is_no_copy(browser: Any, full: Any) -> None:
    page = await browser.get("/notifications/msg_2")
    assert "What it said was for its reader alone, so that no copy of it is kept." in page.text()
    assert page.all("iframe") == []


async def test_who_may_not_read_messages(browser: Any, full: Any, add_member: Any, token_of: Any) -> None:
    token = await token_of(await add_member(Role.ACCOUNTANT), request_id="req_2")
    browser.client.cookies.set("foyer_session", token)
    assert "/notifications" not in (await browser.get("/invoices")).links()
    for path in ("/notifications", "/notifications/msg_1"):
        await browser.get(path, status=403)
    assert (await browser.client.get("/notifications/msg_1/html")).status_code == 403
    assert full.of("notifications") == []


async def test_what_was_not_sent_to_an_address_that_takes_none(browser: Any, full: Any) -> None:
    copy = full.answers["notifications", "GET /customer/messages/msg_4"].json()
    because = {**copy, "suppressed_because": "address_bounced"}
    full.answer("notifications", "GET /customer/messages/msg_4", because)
    said = (await browser.get("/notifications/msg_4")).text()
    assert "We did not send this mail, for others have come back from this address." in said


async def test_an_address_that_takes_no_mail_is_said(browser: Any, full: Any) -> None:
    bounced = {"message_count": 1, "last_message_at": None, "bounced_address": "ada@example.com"}
    full.answer("notifications", "GET /customer/overview", bounced)
    page = await browser.get("/notifications")
    assert "Mails to ada@example.com come back to us, so that we send none there." in page.text()
    assert "/details/email" in page.links()

"""The mailbox of a sandbox: mails can be read, and nothing in them runs."""

from email import message_from_bytes
from email.policy import default
from typing import Any

import httpx
import pytest
from foyer_shared.testing.makers import NORTHWIND

ANSWERED = "/dev/mail/msg_3"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


async def test_mails_are_listed_and_filtered(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get("/dev/mail")
    assert "Your code is 123456 ada@example.com 22 November 2026 at 14:59" in page.text()
    await visitor_browser.get("/dev/mail?to=ada@example.com")
    assert full.of("notifications")[-1].query == {"to": "ada@example.com", "limit": "1000"}


async def test_a_mails_html_is_locked_into_its_frame(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get("/dev/mail/msg_1")
    (frame,) = page.all("iframe")
    assert frame.get("src") == "/dev/mail/msg_1/html"
    assert "http://localhost:8080/sign-in/link?token=abc" in page.links()
    answer = await visitor_browser.client.get("/dev/mail/msg_1/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "unsafe" not in policy
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


async def test_a_mails_own_styles_carry_the_nonce(visitor_browser: Any, full: Any) -> None:
    mail: dict[str, Any] = {
        "id": "msg_1",
        "to": "ada@example.com",
        "cc": [],
        "subject": "Hello",
        "text": "Hello",
        "html": "<!doctype html><html><head><style>p { margin: 0 }</style></head><p>Hello<style>p {}</style>",
        "links": [],
        "code": None,
        "sent_at": "2026-11-22T13:59:00Z",
        "message": "sign_in_code",
    }
    full.answer("notifications", "GET /internal/mailbox", {"data": [mail], "next_cursor": None})
    answer = await visitor_browser.client.get("/dev/mail/msg_1/html")
    policy = dict(part.split(" ", 1) for part in answer.headers["content-security-policy"].split("; "))
    nonce = policy["style-src"].removeprefix("'nonce-").removesuffix("'")
    assert len(nonce) == 22
    assert answer.text == (
        f'<!doctype html><html><head><base target="_top"><style nonce="{nonce}">p {{ margin: 0 }}</style>'
        "</head><p>Hello<style>p {}</style>"
    )
    assert policy == {
        "sandbox": "allow-top-navigation-by-user-activation",
        "default-src": "'none'",
        "style-src": f"'nonce-{nonce}'",
        "img-src": "data:",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'self'",
    }


async def test_a_mail_that_is_not_there(visitor_browser: Any, full: Any) -> None:
    assert (await visitor_browser.get("/dev/mail/msg_9", status=404)).text_of("h1") == "Page not found"


@pytest.mark.parametrize(
    ("fate", "said"),
    [
        ("reply", "Your answer has arrived on the ticket."),
        ("note", "It has arrived as a note for staff: this address is not the customer's."),
        ("repeat", "This answer had arrived before."),
    ],
)
async def test_an_answer_leaves_as_a_mail_program_would_send_it(
    visitor_browser: Any, full: Any, fate: str, said: str
) -> None:
    taken = {"object": "inbound_mail", "fate": fate, "ticket_id": "tkt_1"}
    full.answer("support", "POST /v1/inbound-mail", taken)
    page = await visitor_browser.get(ANSWERED)
    form = page.form(f"{ANSWERED}/reply")
    answer = await visitor_browser.client.post(
        f"{ANSWERED}/reply",
        data={**form, "text": "It is **off** \u2013 gr\u00fc\u00dfe."},
        files={"attachments": ("lamp.png", PNG)},
    )
    assert (answer.status_code, answer.headers["location"]) == (303, f"{ANSWERED}?fate={fate}")
    assert said in (await visitor_browser.get(answer.headers["location"])).text()
    (call,) = full.of("support")
    assert (call.caller.surface, call.caller.business_id) == ("business", NORTHWIND)
    assert call.caller.scopes == {"support:write"}
    letter: Any = message_from_bytes(call.body, policy=default)
    assert (letter["From"], letter["Subject"]) == ("ada@example.com", "Re: An answer to your request T-1001")
    assert letter["To"].startswith("reply+01k9m80b5ah3yt2r7v0d5h8k4m.")
    assert letter["In-Reply-To"] == letter["References"] == "<msg_3@localhost>"
    assert letter["Message-ID"] == f"<{form['idempotency_key']}@mailbox.invalid>"
    (picture,) = letter.iter_attachments()
    assert (picture.get_filename(), picture.get_content()) == ("lamp.png", PNG)
    body = letter.get_body().get_content().replace("\r\n", "\n")
    assert body == (
        "It is **off** \u2013 gr\u00fc\u00dfe.\n\nOn 2026-11-22, 13:59, <" + letter["To"] + "> wrote:\n"
        "> Northwind has answered:\n>\n> > Please turn it off.\n"
    )


@pytest.mark.usefixtures("full")
async def test_only_mails_about_tickets_are_answered(visitor_browser: Any) -> None:
    page = await visitor_browser.get("/dev/mail/msg_1")
    assert page.all("form") == []


async def test_an_answer_that_is_refused_keeps_what_was_typed(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get(ANSWERED)
    form = page.form(f"{ANSWERED}/reply")
    nothing = await visitor_browser.client.post(f"{ANSWERED}/reply", data={**form, "text": " "})
    assert (nothing.status_code, full.of("support")) == (422, [])
    assert "Write what you want to say." in nothing.text
    full.answer("support", "POST /v1/inbound-mail", {"code": "resolved_too_long_ago"}, status=409)
    late = await visitor_browser.client.post(f"{ANSWERED}/reply", data={**form, "text": "Still off."})
    assert late.status_code == 409
    assert "Still off." in late.text


async def test_an_answer_takes_the_form_of_the_page(visitor: httpx.AsyncClient) -> None:
    refused = await visitor.post(f"{ANSWERED}/reply", data={"text": "Hello."})
    assert refused.status_code == 403

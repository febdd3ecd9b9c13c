"""The mailbox of a sandbox: mails can be read, and nothing in them runs."""

from typing import Any


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

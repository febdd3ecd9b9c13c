"""The mailbox of a sandbox: mails can be read, and nothing in them runs."""

from typing import Any


async def test_mails_are_listed_and_filtered(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get("/dev/mail")
    assert "Your code is 123456 ada@example.com 22 November 2026 at 14:59" in page.text()
    await visitor_browser.get("/dev/mail?to=ada@example.com")
    assert full.of("notifications")[-1].query["to"] == "ada@example.com"


async def test_a_mails_html_is_locked_into_its_frame(visitor_browser: Any, full: Any) -> None:
    page = await visitor_browser.get("/dev/mail/msg_1")
    (frame,) = page.all("iframe")
    assert frame.get("src") == "/dev/mail/msg_1/html"
    assert "http://localhost:8080/sign-in/link?token=abc" in page.links()
    answer = await visitor_browser.client.get("/dev/mail/msg_1/html")
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("sandbox ")
    assert "allow-scripts" not in policy
    assert "allow-same-origin" not in policy
    assert "default-src 'none'" in policy
    assert "script-src" not in policy


async def test_a_mail_that_is_not_there(visitor_browser: Any, full: Any) -> None:
    assert (await visitor_browser.get("/dev/mail/msg_9", status=404)).text_of("h1") == "Page not found"

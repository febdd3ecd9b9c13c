"""Signing in: as a person would, or as a program does where that is not what a test is about."""

import re

from playwright.sync_api import Page, expect

from tests.e2e.system import Foyer

ADA = "ada@example.com"
GRACE = "grace@example.com"
KATHERINE = "katherine@example.com"
MARY = "mary@engines.example"


def ask_for_mail(page: Page, foyer: Foyer, email: str) -> dict[str, str]:
    """Fill in the address; the mail that came."""
    before = foyer.count(email, "sign_in_code")
    page.goto(f"{foyer.url}/sign-in")
    page.get_by_label("Email address").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    return foyer.wait_for_mail(email, "sign_in_code", more_than=before)


def session_of(foyer: Foyer, email: str) -> str:
    """The token of a new session, which a program opens by the code of the mail."""
    with foyer.client() as client:
        before = foyer.count(email, "sign_in_code")
        client.post("/api/sign-in", json={"email": email}).raise_for_status()
        mail = foyer.wait_for_mail(email, "sign_in_code", more_than=before)
        opened = client.post("/api/sign-in/code", json={"email": email, "code": mail["code"]})
    token: str = opened.raise_for_status().json()["token"]
    return token


def sign_in(page: Page, foyer: Foyer, email: str) -> None:
    """Give the browser a session and go home. (The story and the look sign in by the forms.)"""
    token = session_of(foyer, email)
    page.context.add_cookies([{"name": "foyer_session", "value": token, "url": foyer.url}])
    page.goto(f"{foyer.url}/")
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Good "))

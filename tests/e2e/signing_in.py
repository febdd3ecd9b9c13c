"""Signing in as a person would: the address, the mail, its code or its link."""

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


def sign_in(page: Page, foyer: Foyer, email: str) -> None:
    """By the code of the mail, up to the home page."""
    mail = ask_for_mail(page, foyer, email)
    page.get_by_label("Code from the mail").fill(mail["code"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("^Good "))

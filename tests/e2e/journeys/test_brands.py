"""Two businesses in one installation: nothing of one shows in the other."""

import re
from urllib.parse import urlsplit

from playwright.sync_api import Page, expect

from tests.e2e.system import Foyer

ERIKA = "erika@example.com"


def test_contoso_has_its_own_brand_and_customers(foyer_here: Foyer, page: Page) -> None:
    contoso = f"http://contoso.localhost:{urlsplit(foyer_here.url).port}"
    page.goto(f"{contoso}/")
    expect(page).to_have_title(re.compile("Contoso$"))

    page.get_by_label("Email address").fill(ERIKA)
    sent = foyer_here.count(ERIKA, "sign_in_code")
    page.get_by_role("button", name="Send me a code").click()
    mail = foyer_here.wait_for_mail(ERIKA, "sign_in_code", more_than=sent)
    assert mail["subject"] == "Sign in to Contoso"

    page.get_by_label("Code from the mail").fill(mail["code"])
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(re.compile("Erika$"))
    page.goto(f"{contoso}/invoices")
    expect(page.get_by_text("CO-20")).to_have_count(1)
    expect(page.get_by_text("NW-20")).to_have_count(0)

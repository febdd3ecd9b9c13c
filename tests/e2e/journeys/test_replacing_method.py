"""A payment method is replaced in one step, also the only one that a subscription needs."""

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until


def test_another_card_takes_its_place(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    rosa.add_card()
    rosa.take_running(rosa.sell("Studio"))
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/payment-methods")
    page.get_by_role("link", name="Remove").click()
    page.get_by_role("link", name="Replace it").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Replace Visa ···4242")
    page.get_by_role("button", name="Send me a code").click()
    code = foyer_here.wait_for_mail(rosa.email, "confirmation_code")["code"]
    page.get_by_label("Code from the mail").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="Card", exact=True).click()
    page.get_by_label("Card number").fill("5555 5555 5555 4444")
    page.get_by_label("Expires (MM/YY)").fill("12/40")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name of the holder").fill("Rosa O'Parks")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The new payment method has taken the place of the one before.")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text("Mastercard ···4444")
    expect(page.get_by_text("Default", exact=True)).to_be_visible()
    methods = f"payment-methods?customer_id={rosa.id}"
    until(
        lambda: [one["label"] for one in rosa.read(methods)["data"]] == ["Mastercard ···4444"], "one method"
    )

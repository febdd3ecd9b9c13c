"""A payment method is removed with a fresh code; the one that a subscription needs stays."""

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until


@every_look
def test_one_goes_and_the_last_one_stays(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    rosa.add_card()
    rosa.take_running(rosa.sell("Studio"))
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/payment-methods")
    page.get_by_role("link", name="Remove").click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("Remove Visa ···4242")
    expect(page.get_by_text("Studio is paid with it.")).to_be_visible()
    expect(page.get_by_role("button", name="Send me a code")).to_have_count(0)
    page.get_by_role("link", name="Ask us to send invoices").click()
    expect(page.get_by_label("Subject")).to_have_value("About Studio")

    rosa.add_card("4444")
    page.goto(f"{foyer_here.url}/payment-methods")
    page.get_by_role("link", name="Remove").first.click()
    expect(page.get_by_text("Visa ···4444 is used from now on.")).to_be_visible()
    page.get_by_role("button", name="Send me a code").press("Enter")
    expect(heading).to_have_text("Check your mail")
    mail = foyer_here.wait_for_mail(rosa.email, "confirmation_code")
    assert mail["subject"] == "Confirm that you remove a payment method at Northwind"
    page.get_by_label("Code from the mail").fill(mail["code"])
    page.get_by_label("Code from the mail").press("Enter")
    expect(page.get_by_text("It is removed.")).to_be_visible()
    expect(page.get_by_role("heading", level=2)).to_have_text("Visa ···4444")
    expect(page.get_by_text("Default", exact=True)).to_be_visible()
    methods = f"payment-methods?customer_id={rosa.id}"
    until(lambda: [one["label"] for one in rosa.read(methods)["data"]] == ["Visa ···4444"], "one method")

"""The states of paying, and of adding and removing a payment method: each names what is shown."""

from collections.abc import Iterator

from playwright.sync_api import Page, expect

from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


def paying(page: Page, foyer: Foyer) -> Iterator[str]:
    """What is open, the choice of it, how to pay it, and what is not finished."""
    payer = own_customer(foyer, "Rosa O'Payer")
    advice = payer.invoice(("Advice", 2900))["id"]
    payer.invoice(("Lamp", 1500))
    sign_in(page, foyer, payer.email)
    page.goto(f"{foyer.url}/invoices")
    yield "invoices, to be paid"
    page.get_by_role("link", name="Pay open invoices").click()
    yield "paying, the choice"
    page.get_by_role("button", name="Continue").click()
    yield "paying several"
    page.goto(f"{foyer.url}/pay?invoice={advice}")
    page.get_by_label("Amount, if you pay less than all of it (optional)").fill("much")
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("alert")).to_be_visible()
    yield "paying one, no amount"
    page.get_by_label("Amount, if you pay less than all of it (optional)").fill("")
    page.get_by_role("button", name="Pay", exact=True).click()
    page.get_by_role("button", name="Close this page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your payment is not finished")
    yield "a payment that is not finished"
    page.goto(f"{foyer.url}/payment-methods")
    yield "no payment method"
    page.get_by_role("link", name="Add a payment method").click()
    yield "adding a payment method"
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    yield "adding a payment method, the code"


def removing(page: Page, foyer: Foyer) -> Iterator[str]:
    """What needs the method, what happens when one goes, and the code."""
    payer = own_customer(foyer, "Rosa O'Leaver")
    payer.add_card()
    mandate = {"customer_id": payer.id, "iban": "NL91ABNA0417164300", "holder": "Rosa O'Leaver"}
    payer.take_running(payer.sell("Studio"))
    sign_in(page, foyer, payer.email)
    page.goto(f"{foyer.url}/payment-methods")
    page.get_by_role("link", name="Remove").click()
    expect(page.get_by_text("Studio is paid with it.")).to_be_visible()
    yield "a payment method that is needed"
    payer.business("mandates", mandate)
    page.goto(f"{foyer.url}/payment-methods")
    expect(page.get_by_text("NL")).not_to_have_count(0)
    yield "payment methods, with a mandate"
    page.get_by_role("link", name="Remove").last.click()
    yield "removing a payment method"
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Check your mail")
    yield "removing a payment method, the code"


def choosing(page: Page, foyer: Foyer) -> Iterator[str]:
    """What a method is used for, and what it pays for then."""
    payer = own_customer(foyer, "Rosa O'Chooser")
    payer.add_card("4444")
    payer.take_running(payer.sell("Studio"))
    sign_in(page, foyer, payer.email)
    page.goto(f"{foyer.url}/payment-methods/add")
    page.get_by_role("button", name="Send me a code").click()
    code = foyer.wait_for_mail(payer.email, "confirmation_code")["code"]
    page.get_by_label("Code from the mail").fill(code)
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("link", name="SEPA", exact=False).click()
    page.get_by_label("IBAN").fill("DE89 3704 0044 0532 0130 00")
    page.get_by_label("Name of the holder").fill("Rosa O'Chooser")
    page.get_by_label("I agree to this mandate").check()
    page.get_by_role("button", name="Agree").or_(page.get_by_role("button", name="Save")).click()
    expect(page.get_by_text("Your payment method is added.")).to_be_visible()
    page.goto(f"{foyer.url}/payment-methods")
    page.get_by_role("link", name="Remove").first.click()
    yield "removing the default payment method"
    page.goto(f"{foyer.url}/payment-methods")
    method = page.get_by_role("main").locator("section").filter(has_text="SEPA").get_by_role("link").last
    address = (method.get_attribute("href") or "").replace("/remove", "/default")
    page.goto(f"{foyer.url}{address}")
    page.get_by_label("Only Studio").check()
    yield "what a payment method is used for"
    page.get_by_role("button", name="Use from now on").click()
    expect(page.get_by_text("Pays for Studio")).to_be_visible()
    yield "a payment method that pays for one"

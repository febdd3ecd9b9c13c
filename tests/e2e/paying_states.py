"""The states of paying and of adding a payment method: each names what is shown."""

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

"""Paying in the portal, by way of the sandbox provider's pages, and every way in which it can end."""

from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until

VISA = "4242 4242 4242 4242"
ASKS = "4000 0025 0000 3155"
"""3-D Secure, as long as the customer is there."""
HAS_NOTHING = "4000 0000 0000 9995"
GERMAN = "DE89 3704 0044 0532 0130 00"


@pytest.fixture
def rosa(foyer_here: Foyer) -> OwnCustomer:
    """Who owes what each test invoices."""
    return own_customer(foyer_here)


def begin(page: Page, foyer: Foyer, rosa: OwnCustomer, *, keep: bool = False) -> str:
    """An invoice of Rosa's, and she on the provider's page that asks how she pays it."""
    invoice: str = rosa.invoice(("Advice", 2900))["id"]
    sign_in(page, foyer, rosa.email)
    page.goto(f"{foyer.url}/invoices/{invoice}")
    page.get_by_role("link", name="Pay", exact=True).click()
    if keep:
        page.get_by_label("Keep a new payment method for next time").check()
    page.get_by_role("button", name="Pay", exact=True).click()
    return invoice


def type_card(page: Page, number: str) -> None:
    """Choose a card, and give it."""
    page.get_by_role("link", name="Card", exact=True).click()
    page.get_by_label("Card number").fill(number)
    page.get_by_label("Expires (MM/YY)").fill("12/40")
    page.get_by_label("Security code").fill("123")
    page.get_by_label("Name of the holder").fill("Rosa O'Parks")


def paid(rosa: OwnCustomer, invoice: str) -> None:
    """Until the books say that nothing of it is open."""
    until(lambda: rosa.read(f"invoices/{invoice}")["status"] == "paid", "a paid invoice")


@pytest.mark.refused(422)
def test_a_card_that_asks_pays_and_is_kept(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    invoice = begin(page, foyer_here, rosa, keep=True)
    type_card(page, ASKS)
    page.get_by_role("button", name="Pay €35.09").click()
    page.get_by_role("button", name="It is me").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is paid")
    paid(rosa, invoice)
    foyer_here.wait_for_mail(rosa.email, "payment_receipt")
    page.goto(f"{foyer_here.url}/payment-methods")
    expect(page.get_by_role("heading", name="Visa ···3155")).to_be_visible()
    page.goto(f"{foyer_here.url}/pay?invoice={invoice}")
    expect(page.get_by_text("Nothing is to be paid of")).to_be_visible()


def test_declined_it_can_be_tried_in_another_way(foyer_here: Foyer, page: Page, rosa: OwnCustomer) -> None:
    invoice = begin(page, foyer_here, rosa)
    type_card(page, HAS_NOTHING)
    page.get_by_role("button", name="Pay €35.09").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("The payment did not work")
    expect(page.get_by_text("There was not enough money in the account.")).to_be_visible()
    page.get_by_role("link", name="Pay in another way").click()
    page.get_by_label("Amount, if you pay less than all of it (optional)").fill("10.09")
    page.get_by_role("button", name="Pay", exact=True).click()
    type_card(page, VISA)
    page.get_by_role("button", name="Pay €10.09").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is paid")
    until(lambda: rosa.read(f"invoices/{invoice}")["open"]["amount"] == 2500, "a part that is paid")


def test_closed_and_gone_back_it_is_not_finished_and_charged_once(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    invoice = begin(page, foyer_here, rosa)
    page.get_by_role("button", name="Close this page").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Your payment is not finished")
    page.get_by_role("link", name="Go on").click()
    type_card(page, VISA)
    page.get_by_role("button", name="Pay €35.09").dblclick()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is paid")
    paid(rosa, invoice)
    payments = rosa.read(f"invoices/{invoice}")["payments"]
    assert [(one["status"], one["amount"]["amount"]) for one in payments] == [("succeeded", 3509)]


def test_a_direct_debit_is_under_way_until_the_bank_has_spoken(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    invoice = begin(page, foyer_here, rosa)
    page.get_by_role("link", name="SEPA", exact=False).click()
    page.get_by_label("IBAN").fill(GERMAN)
    page.get_by_label("Name of the holder").fill("Rosa O'Parks")
    page.get_by_label("I agree to this mandate").check()
    page.get_by_role("button", name="Pay €35.09").or_(page.get_by_role("button", name="Agree")).click()
    heading = page.get_by_role("heading", level=1)
    expect(heading).to_have_text("It is paid")  # By itself: the page that said "under way" is live.
    paid(rosa, invoice)


def test_a_case_is_paid_with_its_costs_and_settled(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here, country="DE", company="O'Parks GmbH")
    invoice = rosa.overdue_invoice(("Advice", 10_000))
    case = f"collection-cases/{rosa.collect(invoice)['id']}"
    rosa.business(f"{case}/advance", {}, at=datetime.now(UTC) - timedelta(days=2))
    rosa.business(f"{case}/advance", {})
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/{case}")
    transfer = page.get_by_role("region", name="Pay by bank transfer")
    expect(transfer).to_contain_text("€159.00")  # €119.00, and €40.00 for collecting it.
    expect(transfer).to_contain_text(invoice["number"])
    page.get_by_role("link", name="Pay", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay €159.00")
    page.get_by_role("button", name="Pay", exact=True).click()
    type_card(page, VISA)
    page.get_by_role("button", name="Pay €159.00").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is paid")
    until(lambda: rosa.read(case)["status"] == "settled", "a case that is settled")
    page.goto(f"{foyer_here.url}/{case}")
    expect(page.get_by_role("main")).to_contain_text("is settled, and nothing more is to be paid.")
    expect(page.get_by_role("link", name="Pay", exact=True)).to_have_count(0)


def test_several_are_paid_at_once_with_a_method_added_before(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/payment-methods")
    page.get_by_role("link", name="Add a payment method").click()
    page.get_by_role("button", name="Send me a code").click()
    mail = foyer_here.wait_for_mail(rosa.email, "confirmation_code")
    page.get_by_label("Code from the mail").fill(mail["code"])
    page.get_by_role("button", name="Continue").click()
    type_card(page, VISA)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Your payment method is added.")).to_be_visible()
    invoices = [rosa.invoice((name, cents))["id"] for name, cents in (("Lamp", 1000), ("Chair", 2000))]
    page.goto(f"{foyer_here.url}/invoices")
    page.get_by_role("link", name="Pay open invoices").click()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Pay €36.30")
    expect(page.get_by_role("radio", name="Visa ···4242")).to_be_checked()
    page.get_by_role("button", name="Pay", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is paid")
    for invoice in invoices:
        paid(rosa, invoice)


@pytest.mark.refused(422)
def test_of_what_was_paid_a_part_is_asked_back_and_comes_back(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    invoice = begin(page, foyer_here, rosa)
    type_card(page, VISA)
    page.get_by_role("button", name="Pay €35.09").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("It is paid")
    paid(rosa, invoice)
    refundable = f"{foyer_here.url}/api/invoices/{invoice}/refundable"
    until(lambda: page.request.get(refundable).ok, "an invoice that support knows to be paid")

    page.goto(f"{foyer_here.url}/invoices/{invoice}")
    page.get_by_role("link", name="Ask for a refund").click()
    page.get_by_role("radio", name="An amount").check()
    page.get_by_label("Amount, if you want an amount").fill("35.10")
    page.get_by_label("Why?").fill("Half of it was O'Brien's.")
    page.get_by_role("button", name="Ask for a refund").click()
    expect(page.get_by_role("alert")).to_contain_text("Enter an amount up to €35.09.")
    page.get_by_label("Amount, if you want an amount").fill("20")
    page.get_by_role("button", name="Ask for a refund").click()
    expect(page.get_by_text("We have your request.")).to_be_visible()
    expect(page.get_by_text("Asked for", exact=True)).to_be_visible()

    (request,) = rosa.read(f"refund-requests?invoice_id={invoice}")["data"]
    rosa.business(f"refund-requests/{request['id']}/approve", {"amount": {"amount": 1500, "currency": "EUR"}})
    foyer_here.wait_for_mail(rosa.email, "credit_note_ready")
    mail = foyer_here.wait_for_mail(rosa.email, "refund_sent")
    assert mail["subject"] == "We have sent €15.00 back to you"
    ticket = f"tickets/{request['ticket_id']}"
    until(lambda: rosa.read(ticket)["status"] == "resolved", "a ticket that is done")
    page.reload()
    expect(page.get_by_text("€15.00 went back to where you paid from: credit note")).to_be_visible()
    expect(page.get_by_text("Given back", exact=True)).to_be_visible()
    expect(page.get_by_text("Up to €20.09 can come back.")).to_be_visible()

"""Mails about money, each with a link that opens what it is about."""

from typing import Any

from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer

LINES = [{"description": "Advice", "quantity": 2, "unit_amount": 1000, "currency": "EUR"}]


def page_in(mail: dict[str, Any], page: str) -> str:
    """The link to a page of that kind."""
    found: str = next(link for link in mail["links"] if page in link)
    return found


def numbers(rosa: OwnCustomer, message: str) -> int:
    """How many mails of this kind she has."""
    return rosa.foyer.count(rosa.email, message)


@every_look
def test_an_invoice_its_receipts_and_its_credit_note_arrive_by_mail(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    invoice = rosa.business("invoices", {"customer_id": rosa.id, "lines": LINES})
    number = invoice["number"]
    sign_in(page, foyer_here, rosa.email)

    mail = foyer_here.wait_for_mail(rosa.email, "invoice_ready")
    assert mail["subject"] == f"Your invoice {number}"
    assert "Please pay €24.20 by" in mail["text"]
    page.goto(page_in(mail, "/invoices/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Invoice {number}")
    expect(page.get_by_role("link", name="Download PDF")).to_be_visible()

    balance = {"amount": {"amount": 420, "currency": "EUR"}, "kind": "correction", "reason": "Sorry"}
    rosa.business(f"customers/{rosa.id}/balance/adjustments", balance)
    mail = foyer_here.wait_for_mail(rosa.email, "invoice_balance_used")
    assert "€20.00 of it is still open." in " ".join(mail["text"].split())

    for cents, said in ((800, "€12.00 of it is still open."), (1200, "Nothing of it is open any more.")):
        before = numbers(rosa, "payment_receipt")
        rosa.business(f"invoices/{invoice['id']}/payments", {"amount": {"amount": cents, "currency": "EUR"}})
        mail = foyer_here.wait_for_mail(rosa.email, "payment_receipt", more_than=before)
        assert said in " ".join(mail["text"].split())
    page.goto(page_in(mail, "/invoices/"))
    expect(page.get_by_role("link", name="Payment receipt")).to_have_count(2)

    given_back = {"invoice_id": invoice["id"], "amount": {"amount": 500, "currency": "EUR"}}
    note = rosa.business("credit-notes", given_back)
    mail = foyer_here.wait_for_mail(rosa.email, "credit_note_ready")
    assert "€5.00 is in your balance" in " ".join(mail["text"].split())
    page.goto(page_in(mail, "/credit-notes/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Credit note {note['number']}")
    assert numbers(rosa, "invoice_ready") == 1


def test_an_orders_confirmation_leads_to_the_order_and_its_invoice_comes_by_itself(
    foyer_here: Foyer, page: Page
) -> None:
    rosa = own_customer(foyer_here)
    order = rosa.business("orders", {"customer_id": rosa.id, "lines": LINES})
    sign_in(page, foyer_here, rosa.email)

    page.goto(page_in(foyer_here.wait_for_mail(rosa.email, "order_placed"), "/orders/"))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Order {order['number']}")
    page.goto(page_in(foyer_here.wait_for_mail(rosa.email, "invoice_ready"), "/invoices/"))
    expect(page.get_by_role("main").get_by_role("link", name="Order", exact=True)).to_be_visible()
    assert [numbers(rosa, kind) for kind in ("order_placed", "invoice_ready", "payment_receipt")] == [1, 1, 0]


def test_what_was_brought_along_is_not_mailed(foyer_here: Foyer) -> None:
    """The demo's invoices are made final while mail is held; most of their PDFs are made after that."""
    sent = {mail["message"] for mail in foyer_here.mails("erika@example.com")}
    assert not sent & {"invoice_ready", "payment_receipt"}
    with as_business(foyer_here) as client:
        listed = client.get("/v1/messages", params={"state": "held", "limit": 100}).raise_for_status().json()
    assert "invoice_ready" in {message["message"] for message in listed["data"]}

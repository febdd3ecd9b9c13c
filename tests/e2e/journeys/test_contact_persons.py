"""A contact person: named, asked, in copy of an invoice, and no more once switched off."""

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer


@every_look
@pytest.mark.refused(422)
def test_a_bookkeeper_gets_invoices_in_copy_until_switched_off(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    books = f"books.{rosa.email}"
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/contact-persons")
    expect(page.get_by_text("Nobody else gets your mails.")).to_be_visible()
    page.get_by_role("link", name="Add a contact person").click()
    page.get_by_label("Name").fill("Grace O'Hara")
    page.get_by_label("Email address").fill("books@")
    page.get_by_role("button", name="Add and send the link").click()
    expect(page.get_by_role("alert")).to_contain_text("This is not an address that mail can be sent to.")
    page.get_by_label("Email address").fill(books)
    page.get_by_role("button", name="Add and send the link").click()
    expect(page.get_by_text("Copies go to them as soon as they say yes.")).to_be_visible()
    expect(page.get_by_text("Not confirmed yet")).to_be_visible()

    (link,) = foyer_here.wait_for_mail(books, "contact_link")["links"]
    page.goto(link)
    page.get_by_role("button", name="Yes, send me copies").click()
    expect(page.get_by_role("status")).to_contain_text("in copy from now on")

    rosa.invoice(("A lamp", 2900))
    mail = foyer_here.wait_for_mail(books, "invoice_ready")
    assert (mail["to"], mail["cc"]) == (rosa.email, [books])

    page.goto(f"{foyer_here.url}/contact-persons")
    expect(page.get_by_text("Confirmed", exact=True)).to_be_visible()
    page.get_by_role("link", name="Change").click()
    page.get_by_label("Billing").uncheck()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("region", name="Grace O'Hara")).to_contain_text("No copies")
    rosa.invoice(("A chair", 4900))
    mail = foyer_here.wait_for_mail(rosa.email, "invoice_ready", more_than=1)
    assert mail["cc"] == []

    page.get_by_role("link", name="Remove").click()
    page.get_by_role("button", name="Remove contact person").click()
    expect(page.get_by_text("Nobody else gets your mails.")).to_be_visible()

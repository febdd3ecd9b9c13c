"""A customer's own details, written and corrected, and an email that changes once the new one is proved."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.looks import every_look
from tests.e2e.own_customer import OwnCustomer, as_business, own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer

REFERENCE = {"key": "reference", "label": "Your reference", "type": "text", "editable_by": "customer"}


@pytest.fixture
def rosa(foyer_here: Foyer) -> Iterator[OwnCustomer]:
    """A customer of this test's own, while Northwind asks its customers for a reference."""
    with as_business(foyer_here) as client:
        before = client.get("/v1/customer-fields").raise_for_status().json()
        client.put("/v1/customer-fields", json={"custom_fields": [REFERENCE]}).raise_for_status()
        yield own_customer(foyer_here)
        client.put("/v1/customer-fields", json=before).raise_for_status()


@every_look
@pytest.mark.refused(422)
def test_details_are_written_and_a_mistake_is_corrected(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/details")
    page.get_by_role("link", name="Edit your details").click()
    page.get_by_label("Company").fill("O'Parks & Söhne")
    billing = page.get_by_role("region", name="Billing address")
    billing.get_by_label("Street and number").fill("Herengracht 1")
    billing.get_by_label("Postal code").fill("1015 BA")
    billing.get_by_label("City").fill("Amsterdam")
    billing.get_by_label("Country").select_option("NL")
    page.get_by_label("Type of tax id 1").select_option("eu_vat")
    page.get_by_label("Tax id 1", exact=True).fill("NL004495446B01")
    page.get_by_label("Your reference").fill("PO'17")
    page.get_by_role("button", name="Save").click()

    summary = page.get_by_role("alert")
    expect(summary.get_by_role("listitem")).to_have_text("Tax id 1: this is not a number of this type.")
    expect(page.get_by_label("Company")).to_have_value("O'Parks & Söhne")
    known = rosa.read(f"customers/{rosa.id}")
    assert (known["company"], known["billing_address"], known["tax_ids"]) == (None, None, [])
    assert known["custom_fields"] == {}

    summary.get_by_role("link").click()
    number = page.get_by_label("Tax id 1", exact=True)
    expect(number).to_be_focused()
    number.fill("nl 0044.95.445 b01")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()
    main = page.get_by_role("main")
    for text in ("O'Parks & Söhne", "Herengracht 1", "1015 BA Amsterdam", "NL004495445B01", "PO'17"):
        expect(main.get_by_text(text)).to_be_visible()
    known = rosa.read(f"customers/{rosa.id}")
    assert known["company"] == "O'Parks & Söhne"
    assert [(one["type"], one["value"]) for one in known["tax_ids"]] == [("eu_vat", "NL004495445B01")]
    assert known["custom_fields"] == {"reference": "PO'17"}


def test_another_email_counts_once_its_link_is_opened(
    foyer_here: Foyer, page: Page, rosa: OwnCustomer
) -> None:
    new = f"new.{rosa.email}"
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/details")
    page.get_by_role("link", name="Change your email address").click()
    page.get_by_label("New email address").fill(new)
    page.get_by_role("button", name="Send me a code").click()
    code = foyer_here.wait_for_mail(rosa.email, "confirmation_code")["code"]
    page.get_by_label("Code from the mail").fill(str(code))
    page.get_by_role("button", name="Send the link").click()
    mail = foyer_here.wait_for_mail(new, "email_change_link")
    assert rosa.read(f"customers/{rosa.id}")["email"] == rosa.email

    page.goto(mail["links"][0])
    assert rosa.read(f"customers/{rosa.id}")["email"] == rosa.email  # A program that looks proves nothing.
    page.get_by_role("button", name="Confirm the address").click()
    expect(page.get_by_role("status")).to_have_text(f"Done. Mails and documents go to {new} from now on.")
    page.get_by_role("link", name="See your details").click()
    expect(page.get_by_role("main").get_by_text(new)).to_be_visible()
    told = foyer_here.wait_for_mail(rosa.email, "customer_email_changed")
    assert new in " ".join(told["text"].split())

    rosa.invoice(("Advice", 1000))
    foyer_here.wait_for_mail(new, "invoice_ready")
    assert foyer_here.count(rosa.email, "invoice_ready") == 0
    sign_in(page, foyer_here, rosa.email)  # One signs in as before.

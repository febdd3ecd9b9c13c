"""Documents that a customer saves and opens: an invoice, its receipt and a credit note, as PDF and XML."""

import io
import re
from xml.etree import ElementTree as ET

from playwright.sync_api import Locator, Page, expect
from pypdf import PdfReader

from tests.e2e.own_customer import own_customer
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until

RAM = "{urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100}"


def save(page: Page, link: Locator) -> bytes:
    """Follow it; what comes."""
    with page.expect_download() as download:
        link.click()
    return download.value.path().read_bytes()


def opened(paper: bytes) -> PdfReader:
    """The PDF."""
    return PdfReader(io.BytesIO(paper))


def words_in(paper: bytes) -> str:
    """What can be selected in a PDF."""
    text = " ".join(found.extract_text() for found in opened(paper).pages)
    return " ".join(text.split())


def totals_in(xml: bytes) -> tuple[str, str]:
    """With tax, and what of it is still to be paid."""
    document = ET.fromstring(xml)  # noqa: S314  Our own.
    sums = next(document.iter(f"{RAM}SpecifiedTradeSettlementHeaderMonetarySummation"))
    return str(sums.findtext(f"{RAM}GrandTotalAmount")), str(sums.findtext(f"{RAM}DuePayableAmount"))


def test_documents_are_saved_and_opened(foyer_here: Foyer, page: Page) -> None:
    rosa = own_customer(foyer_here)
    invoice = rosa.invoice(("Atelier lamp", 10_000), ("Shipping", 500))
    until(lambda: rosa.read(f"invoices/{invoice['id']}")["document_ready"], "the invoice's PDF")
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/invoices/{invoice['id']}")
    paper = save(page, page.get_by_role("link", name="Download PDF"))
    words = words_in(paper)
    for text in (invoice["number"], "Rosa Parks", "Atelier lamp", "€127.05", "€22.05"):
        assert text in words
    (inside,) = opened(paper).attachments.values()
    alone = save(page, page.get_by_role("link", name="Download XML"))
    assert inside == [alone]
    assert totals_in(alone) == ("127.05", "127.05")

    rosa.pay(invoice)
    foyer_here.wait_for_mail(rosa.email, "payment_receipt")
    page.reload()
    receipt = words_in(save(page, page.get_by_role("link", name="Payment receipt")))
    assert re.search(r"NW-R-\d{4}-\d{5}", receipt)
    assert "€127.05" in receipt

    broken = {"invoice_id": invoice["id"], "lines": [{"line": 1}], "reason": "It doesn't work"}
    note = rosa.business("credit-notes", broken)
    mail = foyer_here.wait_for_mail(rosa.email, "credit_note_ready")
    assert "We have given back €121.00 of invoice" in " ".join(mail["text"].split())
    page.goto(next(link for link in mail["links"] if "/credit-notes/" in link))
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Credit note {note['number']}")
    expect(page.get_by_role("region", name="At a glance")).to_contain_text("€121.00")
    went = page.get_by_role("region", name="Where it went")
    expect(went).to_contain_text("€121.00 was added to your balance, which pays your next invoices.")
    expect(went).to_contain_text("Reason: It doesn't work")
    words = words_in(save(page, page.get_by_role("link", name="Download PDF")))
    for text in (note["number"], invoice["number"], "€121.00"):
        assert text in words
    assert totals_in(save(page, page.get_by_role("link", name="Download XML")))[0] == "121.00"

    page.get_by_role("region", name="At a glance").get_by_role("link", name=invoice["number"]).click()
    notes = page.get_by_role("region", name="Credit notes")
    expect(notes.get_by_role("row").nth(1)).to_contain_text("€121.00")
    page.goto(f"{foyer_here.url}/balance")
    expect(page.get_by_role("region", name="At a glance")).to_contain_text("€121.00")
    expect(page.get_by_role("link", name="Credit note", exact=True)).to_be_visible()
    assert foyer_here.count(rosa.email, "invoice_ready") == 1

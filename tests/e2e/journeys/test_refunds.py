"""Money that goes back to where it was paid from, or does not arrive there: its mails, and the balance."""

from pathlib import Path

import pytest
from foyer_shared.contracts.amounts import Amount
from foyer_shared.contracts.payments import (
    PaidInvoiceData,
    PaymentData,
    PaymentSucceeded,
    RefundData,
    RefundFailed,
    RefundSucceeded,
)
from foyer_shared.local_servers.running import running_postgres
from playwright.sync_api import Page, expect

from tests.e2e.own_customer import OwnCustomer, own_customer
from tests.e2e.provider import tell
from tests.e2e.signing_in import sign_in
from tests.e2e.system import Foyer, until


@pytest.fixture
def database_url(foyer_here: Foyer, data_dir: Path) -> str:
    """That of the run in one process; a system that runs already does not lend its own."""
    url = running_postgres(data_dir / "postgres")
    if not url:
        pytest.skip("needs the database")
    return url


def pay_by_card(database_url: str, rosa: OwnCustomer, invoice: dict[str, object]) -> str:
    """A provider has collected it; the payment's id."""
    amount = Amount.model_validate(invoice["open"])
    payment = PaymentData(
        payment_id=f"pay_{str(invoice['id']).removeprefix('inv_')}",
        customer_id=rosa.id,
        amount=amount,
        invoices=(PaidInvoiceData(invoice_id=str(invoice["id"]), amount=amount),),
        kind="card",
    )
    tell(database_url, PaymentSucceeded(payment=payment), subject=payment.payment_id, customer_id=rosa.id)
    until(lambda: rosa.read(f"invoices/{invoice['id']}")["status"] == "paid", "a paid invoice")
    return payment.payment_id


def give_back(rosa: OwnCustomer, invoice: dict[str, object], payment: str, cents: int) -> RefundData:
    """Staff give so much back; what the provider is then asked for."""
    amount = {"amount": cents, "currency": "EUR"}
    asked = {"invoice_id": invoice["id"], "amount": amount, "credit_to": "refund"}
    note = rosa.business("credit-notes", asked)
    assert note["refunds"] == [{"payment_id": payment, "amount": amount}]
    return RefundData(
        refund_id=note["id"].replace("crn_", "rfd_"),
        payment_id=payment,
        customer_id=rosa.id,
        amount=Amount.model_validate(amount),
        credit_note_id=note["id"],
    )


def test_one_refund_arrives_and_another_does_not(foyer_here: Foyer, page: Page, database_url: str) -> None:
    rosa = own_customer(foyer_here)
    invoice = rosa.invoice(("Lamp", 10_000))
    payment = pay_by_card(database_url, rosa, invoice)
    sign_in(page, foyer_here, rosa.email)

    arrives = give_back(rosa, invoice, payment, 4000)
    tell(database_url, RefundSucceeded(refund=arrives), subject=arrives.refund_id, customer_id=rosa.id)
    mail = foyer_here.wait_for_mail(rosa.email, "refund_sent")
    assert mail["subject"] == "We have sent €40.00 back to you"
    page.goto(next(link for link in mail["links"] if "/credit-notes/" in link))
    went = page.get_by_role("region", name="Where it went")
    expect(went).to_contain_text("€40.00 goes back to how you paid.")
    page.goto(f"{foyer_here.url}/balance")
    expect(page.get_by_text("Nothing is to your credit.")).to_be_visible()

    bounces = give_back(rosa, invoice, payment, 2500)
    tell(
        database_url,
        RefundFailed(refund=bounces, code="AC04"),
        subject=bounces.refund_id,
        customer_id=rosa.id,
    )
    mail = foyer_here.wait_for_mail(rosa.email, "refund_failed")
    assert mail["subject"] == "We could not send €25.00 back to you"
    page.goto(next(link for link in mail["links"] if link.endswith("/balance")))
    expect(page.get_by_role("region", name="At a glance")).to_contain_text("€25.00")
    changes = page.get_by_role("region", name="What changed it").get_by_role("row")
    expect(changes).to_have_count(2)
    expect(changes.nth(1)).to_contain_text("A refund did not arrive")
    expect(changes.nth(1)).to_contain_text("+€25.00")
    assert [foyer_here.count(rosa.email, kind) for kind in ("refund_sent", "refund_failed")] == [1, 1]


def test_a_request_agreed_to_in_part_ends_as_credit_note_refund_mail_and_closed_ticket(
    foyer_here: Foyer, page: Page, database_url: str
) -> None:
    rosa = own_customer(foyer_here)
    invoice = rosa.invoice(("Lamp", 10_000))
    payment = pay_by_card(database_url, rosa, invoice)
    sign_in(page, foyer_here, rosa.email)
    page.goto(f"{foyer_here.url}/invoices/{invoice['id']}/refund")
    page.get_by_label("Amount, if you want an amount").fill("60")
    page.get_by_role("radio", name="An amount").check()
    page.get_by_label("Why?").fill("It flickers.")
    page.get_by_role("button", name="Ask for a refund").click()
    asked = page.get_by_role("region", name="What you have asked for")
    expect(asked).to_contain_text("€60.00")
    asked.get_by_role("link", name="Ticket").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(f"Refund of invoice {invoice['number']}")
    ticket = page.url

    (request,) = rosa.read(f"refund-requests?customer_id={rosa.id}")["data"]
    half = {"amount": {"amount": 2500, "currency": "EUR"}}
    rosa.business(f"refund-requests/{request['id']}/approve", half)
    path = f"refund-requests/{request['id']}"
    until(lambda: rosa.read(path)["given_back"], "a credit note")
    note = rosa.read(path)["given_back"]
    refund = RefundData(
        refund_id=note["credit_note_id"].replace("crn_", "rfd_"),
        payment_id=payment,
        customer_id=rosa.id,
        amount=Amount.model_validate(half["amount"]),
        credit_note_id=note["credit_note_id"],
    )
    tell(database_url, RefundSucceeded(refund=refund), subject=refund.refund_id, customer_id=rosa.id)
    until(lambda: rosa.read(path)["status"] == "settled", "a settled request")

    mail = foyer_here.wait_for_mail(rosa.email, "refund_sent")
    assert mail["subject"] == "We have sent €25.00 back to you"
    page.goto(ticket)
    expect(page.get_by_text("Resolved").first).to_be_visible()
    number = note["credit_note_number"]
    expect(
        page.get_by_text(f"€25.00 went back to where you paid from: credit note {number}.")
    ).to_be_visible()
    page.get_by_role("link", name=f"Credit note {number}").click()
    expect(page.get_by_role("region", name="Where it went")).to_contain_text(
        "€25.00 goes back to how you paid."
    )
    page.goto(f"{foyer_here.url}/history")
    expect(page.get_by_text(f"Refund of invoice {invoice['number']} agreed to, €25.00")).to_be_visible()
    assert foyer_here.count(rosa.email, "refund_sent") == 1

"""The link to one invoice: in the mail as it leaves, for 90 days, and never in what is kept of it."""

import json
from datetime import UTC, datetime, timedelta

import pytest
from foyer_notifications.domain.mail import Content
from foyer_notifications.storage.invoice_links import (
    GOOD_FOR,
    InvoiceLinkNotValid,
    LinkedInvoice,
    read_invoice_token,
    with_invoice_links,
)
from foyer_shared.basics.origin import Scope
from foyer_shared.storage.sealing import Seal, new_seal_key
from foyer_shared.testing.makers import ADA, CONTOSO, NORTHWIND

NOW = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
HERE = Scope(NORTHWIND)


class Sent:
    """As much of a message as matters here."""

    business_id = NORTHWIND
    customer_id: str | None = ADA


def token_in(seal: Seal) -> str:
    """The token of the link that is in a mail."""
    link = "http://localhost:8080/i/inv_1"
    content = Content("Invoice", f"Here:\n{link}\n", f'<a href="{link}">{link}</a>')
    sent = with_invoice_links(content, Sent(), seal, NOW)  # type: ignore[arg-type]  # A part of one.
    assert "inv_1" not in sent.text + sent.html
    return sent.text.partition("/i/")[2].strip()


def test_it_names_one_invoice_until_it_expires_or_its_key_is_gone() -> None:
    old, new = new_seal_key(), new_seal_key()
    token = token_in(Seal([old]))
    found = LinkedInvoice(ADA, "inv_1")
    assert read_invoice_token(token, Seal([old]), HERE, NOW + GOOD_FOR) == found
    assert read_invoice_token(token, Seal([new, old]), HERE, NOW) == found
    for seal, scope, now in (
        (Seal([old]), HERE, NOW + GOOD_FOR + timedelta(seconds=1)),
        (Seal([new]), HERE, NOW),
        (Seal([old]), Scope(CONTOSO), NOW),
    ):
        with pytest.raises(InvoiceLinkNotValid):
            read_invoice_token(token, seal, scope, now)


@pytest.mark.parametrize("told", [["unsubscribe", NORTHWIND, ADA, "invoices"], {"invoice": 1}, "invoice"])
def test_what_else_is_sealed_is_no_such_link(told: object) -> None:
    seal = Seal([new_seal_key()])
    for token in (seal.seal(json.dumps(told)).decode(), "gAAAA", ""):
        with pytest.raises(InvoiceLinkNotValid):
            read_invoice_token(token, seal, HERE, NOW)


def test_what_is_nobodys_mail_has_none() -> None:
    class OfNobody(Sent):
        customer_id = None

    content = Content("Invoice", "http://localhost:8080/i/inv_1\n", "")
    sent = with_invoice_links(content, OfNobody(), Seal([new_seal_key()]), NOW)  # type: ignore[arg-type]
    assert sent == content
